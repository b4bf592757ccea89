package dev.granary.libp2p.limits;

import dev.granary.libp2p.multiformats.Multiaddr;
import dev.granary.libp2p.multiformats.PeerId;

/** Says who may connect, at each point where more is known. Called on any loop; must not block. */
public interface Gater {
    /** Lets all pass. */
    Gater OPEN = new Gater() {};

    /** Before an address is dialled. */
    default boolean allowsDial(PeerId peer, Multiaddr address) {
        return true;
    }

    /** Before a byte of a connection from outside is read. */
    default boolean allowsArrival(Multiaddr remote) {
        return true;
    }

    /** Once the remote has proven who it is, in both directions. */
    default boolean allowsSecured(PeerId peer, Multiaddr remote, boolean dialled) {
        return true;
    }

    /** Once all is ready, before the connection is used. */
    default boolean allowsUpgraded(PeerId peer, Multiaddr remote, boolean dialled) {
        return true;
    }
}
