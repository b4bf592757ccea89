package dev.granary.libp2p.kad.lookup;

import dev.granary.libp2p.kad.keyspace.KadKey;
import dev.granary.libp2p.kad.wire.KadPeer;
import java.time.Duration;
import java.util.List;
import java.util.OptionalDouble;

/**
 * How many peers there are, from how near the nearest ones of some keys were: of N peers spread evenly, the i-th nearest
 * is i/(N+1) of the space away, so each whole lookup is one estimate of 1/(N+1).
 */
public final class NetSizeEstimator {
    private static final int KEPT = 32;
    private static final int NEEDED = 5;
    private static final long LONGEST_KEPT = Duration.ofHours(2).toNanos();

    private final int results;
    private double[] slopes = {};
    private long[] times = {};
    private int count;

    /** @param results the peers that a whole lookup finds; others are not looked at */
    public NetSizeEstimator(int results) {
        this.results = results;
    }

    /** A lookup of {@code target} found {@code nearest}, the nearest first. */
    public void found(KadKey target, List<KadPeer> nearest, long now) {
        if (nearest.size() < results) {
            return;
        }
        double weighted = 0;
        double squares = 0;
        for (int i = 1; i <= results; i++) {
            weighted += i * target.distance(KadKey.of(nearest.get(i - 1).id()));
            squares += (double) i * i;
        }
        if (slopes.length == 0) {
            slopes = new double[KEPT];
            times = new long[KEPT];
        }
        slopes[count % KEPT] = weighted / squares;
        times[count % KEPT] = now;
        count++;
    }

    /** The number of peers, once enough lookups of the last two hours are known. */
    public OptionalDouble peers(long now) {
        double sum = 0;
        int fresh = 0;
        for (int i = 0; i < Math.min(count, KEPT); i++) {
            if (now - times[i] <= LONGEST_KEPT) {
                sum += slopes[i];
                fresh++;
            }
        }
        return fresh < NEEDED || sum <= 0 ? OptionalDouble.empty() : OptionalDouble.of(fresh / sum - 1);
    }
}
