package dev.granary.fetchverify.disk;

import com.google.protobuf.MessageLite;
import java.nio.ByteBuffer;
import java.util.Optional;
import java.util.zip.CRC32C;

/**
 * Bytes with a head that tells whether they are whole: magic, length and CRC-32C of length and bytes, four bytes each,
 * big-endian. A checksum finds damage, not malice: who may write here may write anything.
 */
final class Frames {
    /** Length of the head. */
    static final int HEAD = 12;
    /** Longest payload. */
    static final int LONGEST = 16 * 1024 * 1024;

    private static final int MAGIC = 0x47524e31; // GRN1

    private Frames() {}

    /** Returns the frame of a message, ready to be written. */
    static ByteBuffer of(MessageLite message) {
        byte[] payload = message.toByteArray();
        if (payload.length > LONGEST) {
            throw new IllegalArgumentException("a frame holds at most " + LONGEST + " B, not " + payload.length);
        }
        return ByteBuffer.allocate(HEAD + payload.length)
                .putInt(MAGIC)
                .putInt(payload.length)
                .putInt(checksum(ByteBuffer.wrap(payload)))
                .put(payload)
                .flip();
    }

    /**
     * Finds the payload of the frame at the buffer's position and moves behind the frame.
     *
     * @return empty, without moving, when there is no whole frame
     */
    static Optional<ByteBuffer> next(ByteBuffer source) {
        int start = source.position();
        if (source.remaining() < HEAD || source.getInt(start) != MAGIC) {
            return Optional.empty();
        }
        int length = source.getInt(start + 4);
        if (length < 0 || length > source.remaining() - HEAD) {
            return Optional.empty();
        }
        ByteBuffer payload = source.slice(start + HEAD, length);
        if (checksum(payload.duplicate()) != source.getInt(start + 8)) {
            return Optional.empty();
        }
        source.position(start + HEAD + length);
        return Optional.of(payload);
    }

    /** Moves to where the next whole frame starts, or to the end. */
    static void skipDamage(ByteBuffer source) {
        for (int start = source.position(); start <= source.limit() - HEAD; start++) {
            source.position(start);
            if (source.getInt(start) == MAGIC && next(source).isPresent()) {
                source.position(start);
                return;
            }
        }
        source.position(source.limit());
    }

    private static int checksum(ByteBuffer payload) {
        CRC32C state = new CRC32C();
        int length = payload.remaining();
        for (int shift = 24; shift >= 0; shift -= 8) {
            state.update(length >>> shift);
        }
        state.update(payload);
        return (int) state.getValue();
    }
}
