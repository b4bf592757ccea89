package dev.granary.libp2p.multiformats;

import dev.granary.libp2p.P2pError;
import dev.granary.libp2p.P2pException;
import java.nio.ByteBuffer;

/** Unsigned LEB128 numbers of up to 63 bits, in the one shortest form. */
public final class Varint {
    /** The longest one, in bytes. */
    public static final int MAXIMUM_SIZE = 9;

    private static final int PAYLOAD_BITS = 7;
    private static final int PAYLOAD = 0x7f;
    private static final int MORE = 0x80;

    private Varint() {}

    /** How many bytes {@code value} takes. */
    public static int size(long value) {
        int bits = Long.SIZE - Long.numberOfLeadingZeros(requireUnsigned(value));
        return Math.max(1, (bits + PAYLOAD_BITS - 1) / PAYLOAD_BITS);
    }

    /** Appends {@code value} to {@code out}. */
    public static void write(ByteBuffer out, long value) {
        long rest = requireUnsigned(value);
        while (rest > PAYLOAD) {
            out.put((byte) (rest | MORE));
            rest >>>= PAYLOAD_BITS;
        }
        out.put((byte) rest);
    }

    /** The bytes of {@code value}. */
    public static byte[] encode(long value) {
        ByteBuffer out = ByteBuffer.allocate(size(value));
        write(out, value);
        return out.array();
    }

    /**
     * Whether {@link #read} can tell its result by now: the last byte of the number is there, or so many that it is none.
     */
    public static boolean isWhole(ByteBuffer in) {
        int end = Math.min(in.limit(), in.position() + MAXIMUM_SIZE);
        for (int i = in.position(); i < end; i++) {
            if ((in.get(i) & MORE) == 0) {
                return true;
            }
        }
        return in.remaining() >= MAXIMUM_SIZE;
    }

    /**
     * Takes a number from {@code in}.
     *
     * @throws P2pException {@code MALFORMED} when it is cut off, longer than 63 bits or not in the shortest form
     */
    public static long read(ByteBuffer in) throws P2pException {
        long value = 0;
        for (int i = 0; i < MAXIMUM_SIZE; i++) {
            if (!in.hasRemaining()) {
                throw new P2pException(P2pError.MALFORMED, "A varint is cut off.");
            }
            int next = in.get();
            value |= (long) (next & PAYLOAD) << (PAYLOAD_BITS * i);
            if ((next & MORE) == 0) {
                if (next == 0 && i > 0) {
                    throw new P2pException(P2pError.MALFORMED, "A varint is not in its shortest form.");
                }
                return value;
            }
        }
        throw new P2pException(P2pError.MALFORMED, "A varint is longer than 63 bits.");
    }

    /**
     * Takes a length and as many bytes from {@code in}.
     *
     * @throws P2pException {@code LIMIT} when there are more than {@code maximum}, {@code MALFORMED} when they are cut off
     */
    public static byte[] readBytes(ByteBuffer in, int maximum) throws P2pException {
        long length = read(in);
        if (length > maximum) {
            throw new P2pException(P2pError.LIMIT, "A field of " + length + " bytes exceeds " + maximum + ".");
        }
        if (length > in.remaining()) {
            throw new P2pException(P2pError.MALFORMED, "A field of " + length + " bytes is cut off.");
        }
        byte[] bytes = new byte[(int) length];
        in.get(bytes);
        return bytes;
    }

    private static long requireUnsigned(long value) {
        if (value < 0) {
            throw new IllegalArgumentException("a varint has no sign: " + value);
        }
        return value;
    }
}
