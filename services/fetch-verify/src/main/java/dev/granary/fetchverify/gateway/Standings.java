package dev.granary.fetchverify.gateway;

import dev.granary.fetchverify.source.Ranking.Standing;
import dev.granary.kernel.SourceId;
import java.util.HashMap;
import java.util.Map;

/** The latest published standing of each source, at most 10,000 of them: upstreams are few, and peers have a bound. */
public final class Standings {
    private static final int MOST = 10_000;

    private volatile Map<SourceId, Standing> known = Map.of();

    /** Takes a published standing; a new source above the bound is not remembered and counts as unknown. */
    public synchronized void put(SourceId source, Standing standing) {
        if (known.size() >= MOST && !known.containsKey(source)) {
            return;
        }
        Map<SourceId, Standing> changed = new HashMap<>(known);
        changed.put(source, standing);
        known = Map.copyOf(changed);
    }

    /** All that is known now. */
    public Map<SourceId, Standing> now() {
        return known;
    }
}
