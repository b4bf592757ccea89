package dev.granary.libp2p.kad.lookup;

import dev.granary.libp2p.kad.wire.KadPeer;

/** What the owner of a {@link Walk} must do next. */
public sealed interface LookupStep {
    /** Ask {@code peer}, and the walk for its next step. */
    record Ask(KadPeer peer) implements LookupStep {}

    /** Nothing to do until an answer or a failure has come, or until {@code until}. */
    record Await(long until) implements LookupStep {}

    /** The walk is over; what still comes is of no use to it. */
    record Finished() implements LookupStep {}
}
