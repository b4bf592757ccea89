package dev.granary.libp2p.yamux;

/** What the protocol asks of, and tells, whoever carries its bytes. */
interface SessionEvents {
    /** Send this frame, before any data. */
    void send(FrameHeader frame);

    /** The remote has opened a stream. */
    void opened(StreamState stream);

    /** The last stream is over, or the remote goes away while there is none. */
    void idle();

    /** The remote has closed the connection, for this reason. */
    void remoteFailed(long code);

    /** The remote has answered a ping. */
    void ponged(long value);
}
