package dev.granary.libp2p.kad.records;

import dev.granary.libp2p.multiformats.PeerId;
import java.util.LinkedHashMap;
import java.util.Map;

/**
 * How often peers may do something: each at its own rate, and all together at another. Confined to one loop; times are
 * nanoseconds.
 */
public final class RateLimit {
    private static final int MOST_PEERS = 4_096;
    private static final double SECOND = 1e9;

    private final Rate each;
    private final Rate all;
    /** When each peer's next turn is due; the longest untouched first. */
    private final Map<PeerId, Long> dues = new LinkedHashMap<>(4);

    private long due = Long.MIN_VALUE;

    public RateLimit(Rate each, Rate all) {
        this.each = each;
        this.all = all;
    }

    /**
     * So many a second.
     *
     * @param burst that may come at once
     */
    public record Rate(double perSecond, int burst) {
        public Rate {
            if (!(perSecond > 0) || burst < 1) {
                throw new IllegalArgumentException("a rate lets something through");
            }
        }

        private long interval() {
            return (long) Math.max(1, SECOND / perSecond);
        }

        /** The next due time after one more turn at {@code now}; the same when that is too soon. */
        private long after(long due, long now) {
            long next = Math.max(due, now) + interval();
            return next - now > interval() * burst ? due : next;
        }
    }

    /** Whether {@code peer} may once more, at {@code now}; counts it if so. */
    public boolean admits(PeerId peer, long now) {
        long before = dues.getOrDefault(peer, now);
        long mine = each.after(before, now);
        long everybodys = all.after(Math.max(due, now - 1), now);
        if (mine == before || everybodys == Math.max(due, now - 1)) {
            return false;
        }
        dues.remove(peer);
        dues.put(peer, mine);
        due = everybodys;
        if (dues.size() > MOST_PEERS) {
            dues.remove(dues.keySet().iterator().next());
        }
        return true;
    }
}
