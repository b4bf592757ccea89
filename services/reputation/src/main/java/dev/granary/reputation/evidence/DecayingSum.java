package dev.granary.reputation.evidence;

import static java.util.Objects.requireNonNull;

import java.time.Duration;
import java.time.Instant;

/**
 * A sum of weights, each of which loses half of itself per half-life.
 *
 * <p>Kept in whole billionths, so that weights with one time stamp add up to the same sum in any order.
 *
 * @param billionths the sum at {@code asOf}, at least 0
 * @param asOf the newest time stamp that went in
 */
public record DecayingSum(long billionths, Instant asOf) {
    /** Nothing seen yet. */
    public static final DecayingSum NONE = new DecayingSum(0, Instant.EPOCH);

    private static final double ONE = 1e9;
    /** Far above what any source can earn; keeps sums from overflowing whatever the events say. */
    private static final long LARGEST = Long.MAX_VALUE / 4;

    public DecayingSum {
        requireNonNull(asOf, "asOf");
        if (billionths < 0 || billionths > LARGEST) {
            throw new IllegalArgumentException("a sum of weights is from 0 to " + LARGEST + ", was " + billionths);
        }
    }

    /** This sum and {@code weight} at {@code at}, which may lie before what was added last. */
    public DecayingSum plus(double weight, Instant at, Duration halfLife) {
        if (!(weight >= 0)) {
            throw new IllegalArgumentException("a weight is at least 0, was " + weight);
        }
        double added = weight * ONE;
        if (billionths == 0 || at.isAfter(asOf)) {
            return sum(rounded(billionths * fading(asOf, at, halfLife)), rounded(added), at);
        }
        return sum(billionths, rounded(added * fading(at, asOf, halfLife)), asOf);
    }

    /** What is left of the sum at {@code now}; a clock that went back adds nothing. */
    public double at(Instant now, Duration halfLife) {
        return billionths / ONE * fading(asOf, now, halfLife);
    }

    private static DecayingSum sum(long old, long added, Instant asOf) {
        return new DecayingSum(Math.min(LARGEST, old + added), asOf);
    }

    private static long rounded(double billionths) {
        return Math.min(LARGEST, Math.round(billionths));
    }

    private static double fading(Instant from, Instant to, Duration halfLife) {
        long millis = to.toEpochMilli() - from.toEpochMilli();
        return millis <= 0 ? 1 : Math.pow(0.5, (double) millis / halfLife.toMillis());
    }
}
