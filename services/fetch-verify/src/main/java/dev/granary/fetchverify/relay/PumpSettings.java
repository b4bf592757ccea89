package dev.granary.fetchverify.relay;

import java.time.Duration;

/**
 * How a {@link Pump} works; an instance is always usable.
 *
 * @param batch events delivered together at most
 * @param shortestPause after the first failure
 * @param longestPause after many failures
 */
public record PumpSettings(int batch, Duration shortestPause, Duration longestPause) {
    public PumpSettings {
        if (batch < 1) {
            throw new IllegalArgumentException("need a batch of at least 1, was " + batch);
        }
        if (!shortestPause.isPositive() || shortestPause.compareTo(longestPause) > 0) {
            throw new IllegalArgumentException(
                    "need 0 < shortestPause <= longestPause, was " + shortestPause + ", " + longestPause);
        }
    }
}
