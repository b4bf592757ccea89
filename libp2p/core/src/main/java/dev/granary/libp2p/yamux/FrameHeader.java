package dev.granary.libp2p.yamux;

import dev.granary.libp2p.P2pError;
import dev.granary.libp2p.P2pException;
import java.nio.ByteBuffer;

/**
 * The twelve bytes that begin each frame.
 *
 * @param stream 0 for the connection as a whole
 * @param length of the payload; for other types than data a value of its own, from 0 to 2^32-1
 */
record FrameHeader(Type type, int flags, int stream, long length) {
    static final int SIZE = 12;

    static final int SYN = 1;
    static final int ACK = 2;
    static final int FIN = 4;
    static final int RST = 8;

    private static final int SHORT_MASK = 0xffff;
    private static final long INT_MASK = 0xffff_ffffL;

    /** What a frame is about. */
    enum Type {
        DATA(0),
        WINDOW(1),
        PING(2),
        GO_AWAY(3);

        private final int number;

        Type(int number) {
            this.number = number;
        }
    }

    boolean has(int flag) {
        return (flags & flag) != 0;
    }

    /** Bytes that follow the header. */
    long payload() {
        return type == Type.DATA ? length : 0;
    }

    ByteBuffer encode() {
        return ByteBuffer.allocate(SIZE)
                .put((byte) 0)
                .put((byte) type.number)
                .putShort((short) flags)
                .putInt(stream)
                .putInt((int) length)
                .flip();
    }

    /**
     * Takes one header off {@code bytes}, which hold at least as much.
     *
     * @throws P2pException {@code MALFORMED} for another version or an unknown type
     */
    static FrameHeader decode(ByteBuffer bytes) throws P2pException {
        int version = bytes.get();
        int type = bytes.get();
        int flags = bytes.getShort() & SHORT_MASK;
        int stream = bytes.getInt();
        long length = bytes.getInt() & INT_MASK;
        if (version != 0) {
            throw new P2pException(P2pError.MALFORMED, "A yamux frame has version " + version + ".");
        }
        return new FrameHeader(typeOf(type), flags, stream, length);
    }

    private static Type typeOf(int number) throws P2pException {
        return switch (number) {
            case 0 -> Type.DATA;
            case 1 -> Type.WINDOW;
            case 2 -> Type.PING;
            case 3 -> Type.GO_AWAY;
            default -> throw new P2pException(P2pError.MALFORMED, "A yamux frame has type " + number + ".");
        };
    }
}
