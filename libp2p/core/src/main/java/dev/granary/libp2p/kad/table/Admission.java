package dev.granary.libp2p.kad.table;

import dev.granary.libp2p.multiformats.PeerId;
import java.util.Optional;

/** What became of a peer that was to enter a {@link RoutingTable}. */
public sealed interface Admission {
    /**
     * It is in.
     *
     * @param instead who had to go for it
     */
    record Added(Optional<PeerId> instead) implements Admission {}

    /** It was there already. */
    record Known() implements Admission {}

    /** It stays outside. */
    record Refused(Reason reason) implements Admission {}

    /** Why a peer stays outside. */
    enum Reason {
        /** It is we. */
        SELF,
        /** It takes too long to answer. */
        SLOW,
        /** The table has enough of its part of the address space. */
        GROUP_FULL,
        /** It has no address that can be counted. */
        NO_ADDRESS,
        /** The table has enough peers at its distance. */
        BUCKET_FULL,
        /** It did not answer the question that decides on entry. */
        UNPROVEN
    }
}
