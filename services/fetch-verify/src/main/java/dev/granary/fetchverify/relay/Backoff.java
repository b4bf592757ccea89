package dev.granary.fetchverify.relay;

import java.time.Duration;
import java.util.random.RandomGenerator;

/** Pauses that double with each failure, each cut by up to a half at random. Confined to one thread. */
final class Backoff {
    private final PumpSettings settings;
    private final RandomGenerator random;
    private long nextMillis;

    Backoff(PumpSettings settings, RandomGenerator random) {
        this.settings = settings;
        this.random = random;
        reset();
    }

    /** The pause after one more failure. */
    Duration next() {
        long whole = nextMillis;
        nextMillis = Math.min(2 * whole, settings.longestPause().toMillis());
        return Duration.ofMillis(whole - random.nextLong(whole / 2 + 1));
    }

    /** It worked. */
    void reset() {
        nextMillis = Math.max(1, settings.shortestPause().toMillis());
    }
}
