package dev.granary.libp2p.limits;

/** What is counted. */
public enum Resource {
    INBOUND_STREAMS,
    OUTBOUND_STREAMS,
    INBOUND_CONNECTIONS,
    OUTBOUND_CONNECTIONS,
    /** Bytes that a remote can make us hold. */
    MEMORY
}
