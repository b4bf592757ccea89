package dev.granary.libp2p.kad;

import dev.granary.libp2p.P2pError;
import dev.granary.libp2p.kad.table.Admission;
import dev.granary.libp2p.kad.wire.MessageType;
import java.time.Duration;

/**
 * Counts and traces what a DHT does. Called on the host's loop, often, and by what remotes do: it must be quick, and
 * whatever it writes down is its own to limit.
 */
public interface KademliaObserver {
    /** Watches nothing. */
    KademliaObserver NONE = new KademliaObserver() {};

    /**
     * A lookup is over.
     *
     * @param type what its peers were asked for
     * @param hops over how many peers the nearest were found, one after the other
     * @param asked how many peers were asked
     * @param found how many of the nearest have answered
     */
    default void lookedUp(MessageType type, int hops, int asked, int found, Duration took) {}

    /** A peer was to enter the routing table. */
    default void admission(Admission outcome) {}

    /** The routing table holds so many peers now. */
    default void tableSize(int peers) {}

    /** A peer has answered us. */
    default void answered(MessageType type, Duration took) {}

    /** A peer has not answered us. */
    default void failed(MessageType type, P2pError error) {}

    /** We have answered a peer, or taken in what it said. */
    default void served(MessageType type) {}

    /** We have refused what a peer asked for. */
    default void refused(MessageType type, P2pError reason) {}

    /** A peer has sent what is no message at all, or one that is too long. */
    default void broken(P2pError reason) {}
}
