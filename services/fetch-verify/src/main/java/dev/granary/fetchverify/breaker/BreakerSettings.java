package dev.granary.fetchverify.breaker;

import java.time.Duration;

/**
 * When a {@link Breaker} opens; an instance is always usable.
 *
 * @param failures in a row, after which it opens
 * @param pause until one call may try again
 */
public record BreakerSettings(int failures, Duration pause) {
    public BreakerSettings {
        if (failures < 1) {
            throw new IllegalArgumentException("need at least 1 of failures, was " + failures);
        }
        if (!pause.isPositive()) {
            throw new IllegalArgumentException("need a positive pause, was " + pause);
        }
    }
}
