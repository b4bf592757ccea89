package dev.granary.libp2p.kad.lookup;

import dev.granary.libp2p.kad.keyspace.KadKey;
import dev.granary.libp2p.kad.wire.KadPeer;
import java.util.List;

/**
 * When a peer is surely among the nearest to a key, and when those that are known surely are: with a network of known
 * size nobody has to wait for the end of a lookup.
 *
 * @param peers how many there are
 * @param results how many nearest ones are wanted
 */
public record OptimisticRule(double peers, int results) {
    /** Nine in ten peers that are this near are among the twenty nearest; times 1/N of the space. */
    private static final double ONE = 14.525;

    /** The mean of the twenty nearest lies below this in nine cases of ten; times 1/N of the space. */
    private static final double ALL = 15.407;

    private static final double RESULTS_OF_FIGURES = 20;

    /** Whether a peer at {@code key} may be told at once. */
    public boolean isNear(KadKey target, KadKey key) {
        return target.distance(key) * peers < ONE * results / RESULTS_OF_FIGURES;
    }

    /** Whether {@code nearest} are near enough to look no further. */
    public boolean areNear(KadKey target, List<KadPeer> nearest) {
        if (nearest.size() < results) {
            return false;
        }
        double sum = 0;
        for (KadPeer peer : nearest) {
            sum += target.distance(KadKey.of(peer.id()));
        }
        return sum / nearest.size() * peers < ALL * results / RESULTS_OF_FIGURES;
    }
}
