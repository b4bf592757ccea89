package dev.granary.libp2p.noise;

import dev.granary.libp2p.P2pError;
import dev.granary.libp2p.P2pException;
import java.nio.ByteBuffer;

/** Puts frames together: a length of two bytes, then as many. The memory is kept from frame to frame while they follow. */
final class FrameAssembler {
    private static final int LENGTH_BYTES = 2;
    private static final int OCTET = 8;
    private static final int OCTET_MASK = 0xff;
    private static final byte[] NOTHING = {};

    private final int limit;
    private byte[] frame = NOTHING;
    private int lengthBytes;
    private int length;
    private int filled;

    /** @param limit the longest frame that is put together */
    FrameAssembler(int limit) {
        this.limit = limit;
    }

    /**
     * Takes the bytes of one frame, or what there is of it, and tells whether it is complete: then {@link #frame()} holds it
     * until the next call.
     *
     * @throws P2pException {@code LIMIT}, before memory is taken
     */
    boolean read(ByteBuffer bytes) throws P2pException {
        while (lengthBytes < LENGTH_BYTES) {
            if (!bytes.hasRemaining()) {
                return false;
            }
            length = length << OCTET | (bytes.get() & OCTET_MASK);
            if (++lengthBytes == LENGTH_BYTES) {
                makeRoom();
            }
        }
        int size = Math.min(length - filled, bytes.remaining());
        bytes.get(frame, filled, size);
        filled += size;
        return filled == length;
    }

    /** The frame put together, from 0 to {@link #length()}; the caller may overwrite it. */
    byte[] frame() {
        return frame;
    }

    int length() {
        return length;
    }

    /** Forgets the complete frame: the next one may come. */
    void next() {
        lengthBytes = 0;
        length = 0;
        filled = 0;
    }

    /** Whether a frame has begun and is not complete. */
    boolean isHalfway() {
        return lengthBytes > 0;
    }

    /** Lets go of the memory, if no frame is in it. */
    void rest() {
        if (!isHalfway()) {
            frame = NOTHING;
        }
    }

    private void makeRoom() throws P2pException {
        if (length > limit) {
            throw new P2pException(
                    P2pError.LIMIT, "A noise message of " + length + " bytes is longer than allowed here.");
        }
        if (frame.length < length) {
            frame = new byte[length];
        }
    }
}
