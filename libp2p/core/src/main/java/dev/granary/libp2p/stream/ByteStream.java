package dev.granary.libp2p.stream;

import dev.granary.libp2p.loop.Loop;
import java.nio.ByteBuffer;

/**
 * A two-way stream of bytes: open, closed for writing, closed by the remote, closed, or reset. Confined to its loop.
 *
 * <p>Nothing is read before {@link #start}, nor while {@linkplain #pause() paused}: a slow reader makes the remote wait,
 * it does not fill memory.
 */
public interface ByteStream {
    Loop loop();

    /**
     * Begins to read, or hands reading over to another receiver, also from within a receiver's own callback: bytes that
     * the former one left unread, and an end that it has not been told of, go to the new one. Reading goes on even if it
     * was paused before; a stream that is over says so to each receiver.
     */
    void start(Receiver receiver);

    /**
     * Writes all of {@code bytes}. They belong to the stream from now on: the caller neither changes nor reuses them. What
     * is written stays here until {@link #flush()} or until enough has come together.
     *
     * @return whether more should be written now; if not, {@link Receiver#writable()} tells when, and never before this
     *     call has returned. Writing on is allowed, and bounded by whoever does it.
     */
    boolean write(ByteBuffer bytes);

    /** Sends what was written. */
    void flush();

    /** Ends our direction once all that was written is sent; the remote's stays open. Flushes. */
    void end();

    /**
     * Ends both directions at once; what is on the way is lost. Without effect on a closed stream.
     *
     * @param code tells the remote why, where the protocol can; 0 when there is nothing to say
     */
    void reset(long code);

    /** Stops reading until {@link #resume()}. */
    void pause();

    /** Reads on. */
    void resume();

    /** Takes what a stream brings. All methods are called on the stream's loop, never after {@link #closed}. */
    interface Receiver {
        /**
         * Takes bytes. They are good during the call only. What stays unread is given again, with what follows it, once
         * another receiver has started or reading was paused and resumed; a receiver that does neither reads them all.
         */
        void received(ByteBuffer bytes);

        /** No more bytes are at hand just now: a good moment to flush answers. */
        default void receivedAll() {}

        /** The remote has ended its direction: no more bytes come. */
        void ended();

        /**
         * More may be written after {@link #write} said no. Never called from within {@link #write}, {@link #flush} or
         * {@link #end} of the same stream: whoever writes has taken note of what it wrote before it is asked for more.
         */
        default void writable() {}

        /** The stream is over, in both directions. The last call, and the only one that comes in every case. */
        void closed(Closing closing);
    }
}
