package dev.granary.libp2p.stream;

import dev.granary.libp2p.P2pException;
import java.nio.ByteBuffer;
import java.util.ArrayDeque;
import java.util.function.Consumer;

/** What a {@link LayeredStream} makes of the bytes that pass it, piece by piece. Confined to the stream's loop. */
public interface Codec {
    /** The plain bytes that a piece holds at most. As soon as so many were written, they leave. */
    int largestPiece();

    /**
     * Makes a piece of the first {@code size} bytes of {@code plain}, and takes them off.
     *
     * @param out takes the piece, which is its own from then on
     */
    void encode(ArrayDeque<ByteBuffer> plain, int size, Consumer<ByteBuffer> out) throws P2pException;

    /**
     * Takes the bytes of one piece, or what there is of it, and tells whether it is whole: then {@link #decoded()} holds it.
     *
     * @param answer takes what the codec itself has to say to the other one; it is sent at once
     */
    boolean decode(ByteBuffer bytes, Consumer<ByteBuffer> answer) throws P2pException;

    /** The plain bytes of the piece that was decoded last, none perhaps; good until the next one. */
    ByteBuffer decoded();

    /** Whether a piece said that no more will come. */
    default boolean hasRemoteEnded() {
        return false;
    }

    /**
     * The stream below has ended.
     *
     * @throws P2pException when it should not have, here
     */
    default void ended() throws P2pException {}

    /** We end our direction: the last chance to say something. */
    default void end(Consumer<ByteBuffer> out) {}

    /** No more is at hand just now: memory that is kept between pieces may go. */
    default void rest() {}

    /** The stream is over. */
    default void close() {}
}
