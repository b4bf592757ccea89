package dev.granary.fetchverify.source;

import java.time.Duration;
import java.util.random.RandomGenerator;

/**
 * How long to wait before a retry: any time up to a bound that doubles with each retry (full jitter), so that those who
 * failed together do not come back together.
 *
 * @param first the bound before the first retry
 * @param longest no bound is longer
 * @param retries how many there are at most
 */
public record Backoff(Duration first, Duration longest, int retries) {
    private static final int MOST_RETRIES = 10;

    public Backoff {
        if (!first.isPositive() || longest.compareTo(first) < 0 || retries < 0 || retries > MOST_RETRIES) {
            throw new IllegalArgumentException(
                    "need 0 < first <= longest and 0 to 10 retries, was " + first + ", " + longest + ", " + retries);
        }
    }

    /**
     * The wait before a retry.
     *
     * @param retry from 1
     */
    public Duration before(int retry, RandomGenerator random) {
        Duration bound = first.multipliedBy(1L << Math.min(retry - 1, MOST_RETRIES));
        long most = (bound.compareTo(longest) < 0 ? bound : longest).toNanos();
        return Duration.ofNanos(random.nextLong(most + 1));
    }
}
