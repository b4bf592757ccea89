package dev.granary.libp2p.host;

/** Serves a protocol. */
@FunctionalInterface
public interface ProtocolHandler {
    /**
     * A remote has opened {@code stream}. Called on the stream's loop, so it must not block; a stream that is not started
     * before the call returns stays unread until it is.
     */
    void opened(P2pStream stream);

    /** Whether this protocol may be used over a connection that goes through a third peer. */
    default boolean runsOnLimitedConnections() {
        return false;
    }
}
