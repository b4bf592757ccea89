package dev.granary.libp2p.stream;

import dev.granary.libp2p.P2pError;
import dev.granary.libp2p.P2pException;
import dev.granary.libp2p.multiformats.Varint;
import java.nio.ByteBuffer;
import java.util.Arrays;
import org.jspecify.annotations.Nullable;

/**
 * Messages on a stream, each behind its length as an unsigned varint. A message that is longer than the limit, or a length
 * that is no proper varint, resets the stream; memory grows with the bytes that came, not with those that were announced.
 */
public final class Frames implements ByteStream.Receiver {
    private static final int FIRST_CHUNK = 4 * 1024;
    private static final int LONGEST_PREFIX = 9;

    private final ByteStream stream;
    private final int limit;
    private final Reader reader;
    private final ByteBuffer prefix = ByteBuffer.allocate(LONGEST_PREFIX);
    private byte @Nullable [] message;
    private int announced;
    private int arrived;
    private @Nullable Closing failure;

    /** Takes messages. Called on the stream's loop. */
    public interface Reader {
        /**
         * Takes one message.
         *
         * @throws P2pException when it is not one that the protocol allows; the stream is reset and closes with this reason
         */
        void message(byte[] bytes) throws P2pException;

        /** No more messages come. */
        void ended();

        /** See {@link ByteStream.Receiver#writable}. */
        default void writable() {}

        /** The stream is over, in both directions; the last call. */
        void closed(Closing closing);
    }

    /**
     * To be started on {@code stream}, on whose loop it then lives.
     *
     * @param limit the longest message to take, in bytes
     */
    public Frames(ByteStream stream, int limit, Reader reader) {
        this.stream = stream;
        this.limit = limit;
        this.reader = reader;
    }

    /** Writes {@code bytes} as one message; see {@link ByteStream#write}. */
    public static boolean write(ByteStream stream, byte[] bytes) {
        ByteBuffer frame = ByteBuffer.allocate(Varint.size(bytes.length) + bytes.length);
        Varint.write(frame, bytes.length);
        return stream.write(frame.put(bytes).flip());
    }

    @Override
    public void received(ByteBuffer bytes) {
        try {
            while (bytes.hasRemaining() && failure == null) {
                if (message == null) {
                    readPrefix(bytes);
                } else {
                    readMessage(message, bytes);
                }
            }
        } catch (P2pException refused) {
            failure = new Closing.Failed(refused.error(), refused.detail());
            stream.reset(0);
        }
        if (failure != null) {
            bytes.position(bytes.limit());
        }
    }

    private void readPrefix(ByteBuffer bytes) throws P2pException {
        byte next = bytes.get();
        prefix.put(next);
        if (next < 0) {
            if (!prefix.hasRemaining()) {
                throw new P2pException(P2pError.MALFORMED, "The length of a message has more than 63 bits.");
            }
            return;
        }
        long length = Varint.read(prefix.flip());
        prefix.clear();
        if (length > limit) {
            throw new P2pException(P2pError.LIMIT, "A message of " + length + " bytes, limit " + limit + ".");
        }
        begin((int) length);
    }

    private void begin(int length) throws P2pException {
        announced = length;
        arrived = 0;
        message = new byte[Math.min(length, FIRST_CHUNK)];
        if (length == 0) {
            complete(message);
        }
    }

    private void readMessage(byte[] room, ByteBuffer bytes) throws P2pException {
        int count = Math.min(announced - arrived, bytes.remaining());
        byte[] taker = room;
        if (arrived + count > room.length) {
            int size = (int) Math.min(announced, Math.max(arrived + count, 2L * room.length));
            taker = Arrays.copyOf(room, size);
            message = taker;
        }
        bytes.get(taker, arrived, count);
        arrived += count;
        if (arrived == announced) {
            complete(taker);
        }
    }

    private void complete(byte[] whole) throws P2pException {
        message = null;
        reader.message(whole.length == announced ? whole : Arrays.copyOf(whole, announced));
    }

    @Override
    public void ended() {
        if (failure != null) {
            return;
        }
        if (message != null || prefix.position() > 0) {
            failure = new Closing.Failed(P2pError.MALFORMED, "The stream has ended within a message.");
            stream.reset(0);
            return;
        }
        reader.ended();
    }

    @Override
    public void writable() {
        reader.writable();
    }

    @Override
    public void closed(Closing closing) {
        reader.closed(failure == null ? closing : failure);
    }
}
