package dev.granary.libp2p.kad.lookup;

import dev.granary.libp2p.kad.wire.KadPeer;
import dev.granary.libp2p.multiformats.PeerId;
import java.util.List;

/** A search for the peers nearest to a key. */
public sealed interface Walk permits Lookup, DisjointWalk {
    /**
     * The next step at {@code now}.
     *
     * @param patience nanoseconds after which a question counts as late, and another one is asked beside it
     */
    LookupStep next(long now, long patience);

    /**
     * {@code peer}, which was to be asked, has answered.
     *
     * @param group the address group that it proved to be in
     * @param closer whom it named
     */
    void answered(PeerId peer, long group, List<KadPeer> closer);

    /** {@code peer}, which was to be asked, has not answered. */
    void failed(PeerId peer);

    /** Ends the walk: its owner has what it looked for. */
    void stop();

    /** The nearest peers that have answered, the nearest first. */
    List<KadPeer> nearestAnswered();

    /** The nearest peers that have not failed, whether or not they were asked, the nearest first. */
    List<KadPeer> nearestHeard();

    /** Over how many peers the nearest ones were found, one after the other. */
    int hops();

    /** How many peers were asked. */
    int asked();
}
