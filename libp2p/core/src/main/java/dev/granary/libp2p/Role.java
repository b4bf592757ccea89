package dev.granary.libp2p;

/**
 * Which part a side plays in a handshake. Always an argument, never derived from who opened the socket: relays and hole
 * punching turn it round.
 */
public enum Role {
    INITIATOR,
    RESPONDER;

    /** The remote's role. */
    public Role other() {
        return this == INITIATOR ? RESPONDER : INITIATOR;
    }
}
