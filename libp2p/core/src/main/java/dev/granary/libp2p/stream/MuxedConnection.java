package dev.granary.libp2p.stream;

import dev.granary.libp2p.P2pException;
import dev.granary.libp2p.loop.Loop;
import java.time.Duration;
import java.util.Optional;

/** A secured connection that carries many streams: yamux over a secured byte stream, or QUIC. Confined to its loop. */
public interface MuxedConnection {
    Loop loop();

    /** Begins to take streams that the remote opens, and tells when the connection is over. Called once. */
    void start(Receiver receiver);

    /**
     * Opens a stream. It can be written to at once; whether the remote takes it shows later.
     *
     * @throws P2pException {@code CLOSED} when the connection is going away, {@code LIMIT} when too many streams are open or
     *     not yet acknowledged
     */
    ByteStream open() throws P2pException;

    /** Streams open at present, in both directions. */
    int openStreams();

    /** The last measured round trip, empty until there is one. */
    Optional<Duration> roundTrip();

    /** Takes no new streams and closes when the open ones have ended. */
    void end();

    /** Closes at once; all streams fail. */
    void close(Closing.Failed why);

    /** What a connection tells its owner. */
    interface Receiver {
        /** The remote has opened a stream. A receiver that never starts it resets it. */
        void opened(ByteStream stream);

        /** The connection is over; the last call. */
        void closed(Closing closing);
    }
}
