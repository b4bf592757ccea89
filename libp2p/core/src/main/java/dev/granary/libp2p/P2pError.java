package dev.granary.libp2p;

/** Why a connection, a stream or a request failed; what a program may branch on and a metric may count by. */
public enum P2pError {
    /** Bytes that break the format of the protocol that they were read for. */
    MALFORMED,
    /** Well-formed bytes that the protocol forbids at this point. */
    PROTOCOL_VIOLATION,
    /** The remote proved to be another peer than the one that was asked for. */
    WRONG_PEER,
    /** A signature, certificate or key does not prove what it claims. */
    UNAUTHENTICATED,
    /** No protocol in common. */
    NOT_SUPPORTED,
    /** One of our limits was reached. */
    LIMIT,
    /** Refused by configuration: a gater, an allow-list, a private network. */
    REFUSED,
    /** The time for it is over. */
    TIMEOUT,
    /** The remote aborted. */
    REMOTE_RESET,
    /** The connection or stream is closed, by either side. */
    CLOSED,
    /** Nothing answers at that address. */
    UNREACHABLE,
    /** Our own caller gave up. */
    CANCELLED,
    /** A fault on our side. */
    INTERNAL
}
