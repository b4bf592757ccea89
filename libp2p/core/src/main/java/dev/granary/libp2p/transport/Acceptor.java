package dev.granary.libp2p.transport;

/** Decides about connections from outside. */
@FunctionalInterface
public interface Acceptor {
    /** A remote knocks. Called on the loop of the connection to be; nothing is read before it is accepted. */
    void arrived(Arrival arrival);
}
