package dev.granary.reputation.score;

import dev.granary.reputation.evidence.Evidence;
import dev.granary.reputation.evidence.Tally;
import java.time.Duration;
import java.time.Instant;
import java.util.OptionalDouble;

/**
 * What the founding formula looks at.
 *
 * @param successRate 0 to 1; 1 without data, which is how it is gamed
 * @param averageMillis time of an answer, wrong answers included; 0 without data
 * @param packages how many packages the source provides
 * @param hoursSinceSeen whole hours
 * @param kilometres distance, where known; upstreams have none
 */
public record SeedFacts(
        double successRate, double averageMillis, long packages, long hoursSinceSeen, OptionalDouble kilometres) {
    public SeedFacts {
        if (!(successRate >= 0 && successRate <= 1 && averageMillis >= 0) || Math.min(packages, hoursSinceSeen) < 0) {
            throw new IllegalArgumentException("no such facts: success " + successRate + ", ms " + averageMillis
                    + ", packages " + packages + ", hours " + hoursSinceSeen);
        }
    }

    static SeedFacts of(Evidence evidence, Instant now) {
        Tally tally = evidence.tally();
        long answers = tally.verified() + tally.failed() + tally.corrupt();
        double successRate = answers == 0 ? 1 : (double) tally.verified() / answers;
        long hours =
                Math.max(0, Duration.between(evidence.sightings().last(), now).toHours());
        return new SeedFacts(
                successRate,
                evidence.pace().answerMillis(),
                evidence.packages().count(),
                hours,
                OptionalDouble.empty());
    }
}
