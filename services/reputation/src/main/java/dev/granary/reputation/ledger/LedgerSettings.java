package dev.granary.reputation.ledger;

import java.time.Duration;

/**
 * The bounds of the books and the rhythm of publishing; an instance is always usable.
 *
 * @param journalRetention how long event ids are remembered; older observations are refused. Longer than events stay on
 *     the topic
 * @param maximumSources above this many the ones seen longest ago are forgotten, those without a corrupt answer first
 * @param reviewEvery how often scores are computed anew while nothing happens
 * @param republishEvery how often an unchanged score is told again
 * @param material the least change of a score that is told
 */
public record LedgerSettings(
        Duration journalRetention, int maximumSources, Duration reviewEvery, Duration republishEvery, double material) {
    public LedgerSettings {
        requirePositive("journalRetention", journalRetention);
        requirePositive("reviewEvery", reviewEvery);
        requirePositive("republishEvery", republishEvery);
        if (maximumSources < 1 || !(material > 0 && material < 1)) {
            throw new IllegalArgumentException(
                    "need at least 1 source and 0 < material < 1, was " + maximumSources + ", " + material);
        }
    }

    private static void requirePositive(String name, Duration duration) {
        if (!duration.isPositive()) {
            throw new IllegalArgumentException(name + " is positive, was " + duration);
        }
    }
}
