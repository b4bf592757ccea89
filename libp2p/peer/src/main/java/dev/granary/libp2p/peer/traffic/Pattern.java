package dev.granary.libp2p.peer.traffic;

import java.nio.ByteBuffer;

/** Bytes 0 to 250, over and over: a prime number of them, so that no frame size divides it. */
final class Pattern {
    static final int CHUNK = 64 * 1024;
    private static final int PERIOD = 251;
    private static final byte[] BYTES = bytes();

    private Pattern() {}

    private static byte[] bytes() {
        byte[] bytes = new byte[CHUNK + PERIOD];
        for (int i = 0; i < bytes.length; i++) {
            bytes[i] = (byte) (i % PERIOD);
        }
        return bytes;
    }

    /** A copy of {@code length} bytes from {@code position} of the pattern on. */
    static ByteBuffer copy(long position, int length) {
        return ByteBuffer.allocate(length)
                .put(BYTES, (int) (position % PERIOD), length)
                .flip();
    }

    /** Reads all of {@code bytes}; whether they are those at {@code position} of the pattern. */
    static boolean matches(ByteBuffer bytes, long position) {
        long at = position;
        boolean same = true;
        while (bytes.hasRemaining()) {
            int length = Math.min(CHUNK, bytes.remaining());
            ByteBuffer expected = ByteBuffer.wrap(BYTES, (int) (at % PERIOD), length);
            same &= bytes.slice(bytes.position(), length).equals(expected);
            bytes.position(bytes.position() + length);
            at += length;
        }
        return same;
    }
}
