package dev.granary.libp2p.pubsub.router;

import dev.granary.libp2p.pubsub.wire.Piece;

/** Where what is said to one peer goes. */
@FunctionalInterface
public interface Outlet {
    /** Takes {@code piece}; must not call the router back. */
    void send(Piece piece);
}
