package dev.granary.local.supervision;

import java.time.Duration;
import java.time.Instant;

/**
 * The pause before a restart: doubled with every failure in a row.
 *
 * @param first after one failure
 * @param longest never more than this
 * @param forgiveness a component that was ready for this long starts afresh
 */
public record BackOff(Duration first, Duration longest, Duration forgiveness) {
    private static final int MOST_DOUBLINGS = 20;

    public BackOff {
        if (!first.isPositive() || longest.compareTo(first) < 0 || forgiveness.isNegative()) {
            throw new IllegalArgumentException("need 0 < first <= longest, was " + first + ", " + longest);
        }
    }

    /** Returns the pause after the {@code failures}-th failure in a row, counted from 1. */
    public Duration pauseAfter(int failures) {
        if (failures < 1) {
            throw new IllegalArgumentException("a pause follows at least one failure, was " + failures);
        }
        Duration doubled = first.multipliedBy(1L << Math.min(failures - 1, MOST_DOUBLINGS));
        return doubled.compareTo(longest) > 0 ? longest : doubled;
    }

    boolean isForgiven(Instant readySince, Instant now) {
        return !now.isBefore(readySince.plus(forgiveness));
    }
}
