package dev.granary.fetchverify.store;

import dev.granary.testing.ManualClock;
import java.time.Duration;

class MemorySharedCacheTest extends SharedCacheConformance {
    private final ManualClock clock = ManualClock.at("2026-01-01T00:00:00Z");
    private final SharedCache cache = new MemorySharedCache(clock);

    @Override
    protected SharedCache cache() {
        return cache;
    }

    @Override
    protected void pass(Duration time) {
        clock.advance(time);
    }
}
