package dev.granary.libp2p.tls;

import dev.granary.libp2p.P2pError;
import dev.granary.libp2p.P2pException;
import java.nio.ByteBuffer;
import org.jspecify.annotations.Nullable;

/**
 * Cuts what arrives into whole TLS records: in place where a record lies in one piece, else in memory of its own, which is
 * taken only once the record's length is known and found good.
 */
final class RecordCutter {
    private static final int HEADER = 5;
    private static final int LENGTH_AT = 3;

    /** The ciphertext of a full record in TLS 1.3. */
    private static final int LARGEST = 16 * 1024 + 256;

    private static final ByteBuffer NONE = ByteBuffer.allocate(0);

    private final ByteBuffer header = ByteBuffer.allocate(HEADER);
    private @Nullable ByteBuffer partial;
    private ByteBuffer whole = NONE;

    /** Whether there is a whole record, taken from {@code in} or left from before; else {@code in} has been read up. */
    boolean next(ByteBuffer in) throws P2pException {
        if (whole.hasRemaining()) {
            return true;
        }
        if (!isHalfway() && in.remaining() >= HEADER) {
            int size = size(in, in.position());
            if (in.remaining() >= size) {
                whole = in.slice(in.position(), size);
                in.position(in.position() + size);
                return true;
            }
        }
        return assemble(in);
    }

    /** The record; the caller reads it up. */
    ByteBuffer whole() {
        return whole;
    }

    /** Copies what lies in memory that is another's. */
    void keep() {
        whole = ByteBuffer.allocate(whole.remaining()).put(whole).flip();
    }

    /** Whether a record has begun that is not whole. */
    boolean isHalfway() {
        return header.position() > 0;
    }

    private boolean assemble(ByteBuffer in) throws P2pException {
        while (header.hasRemaining() && in.hasRemaining()) {
            header.put(in.get());
        }
        if (header.hasRemaining()) {
            return false;
        }
        ByteBuffer into = partial;
        if (into == null) {
            into = ByteBuffer.allocate(size(header, 0)).put(header.duplicate().flip());
            partial = into;
        }
        int count = Math.min(into.remaining(), in.remaining());
        into.put(into.position(), in, in.position(), count).position(into.position() + count);
        in.position(in.position() + count);
        if (into.hasRemaining()) {
            return false;
        }
        whole = into.flip();
        partial = null;
        header.clear();
        return true;
    }

    private static int size(ByteBuffer in, int start) throws P2pException {
        int length = in.getShort(start + LENGTH_AT) & 0xffff;
        if (length > LARGEST) {
            throw new P2pException(P2pError.MALFORMED, "A TLS record of " + length + " bytes is none.");
        }
        return HEADER + length;
    }
}
