package dev.granary.reputation.evidence;

import static java.util.Objects.requireNonNull;

import java.time.Instant;
import java.util.Optional;

/** Everything that was seen of one source, added up; of bounded size however long the source is known. */
public record Evidence(Weights weights, Tally tally, Pace pace, RecentPackages packages, Sightings sightings) {
    private static final int LONGEST_EXPONENT = 6;

    public Evidence {
        requireNonNull(weights, "weights");
        requireNonNull(tally, "tally");
        requireNonNull(pace, "pace");
        requireNonNull(packages, "packages");
        requireNonNull(sightings, "sightings");
    }

    /** What is known of a source first heard of at {@code at}: nothing. */
    public static Evidence startingAt(Instant at) {
        return new Evidence(Weights.NONE, Tally.NONE, Pace.UNKNOWN, RecentPackages.NONE, Sightings.startingAt(at));
    }

    /** This evidence and {@code observation}, whose source the caller has matched. */
    public Evidence plus(Observation observation, EvidenceSettings settings) {
        FetchResult result = observation.result();
        Instant at = observation.occurredAt();
        return new Evidence(
                weights.plus(result, at, settings),
                tally.plus(result),
                pace.plus(result, settings),
                result instanceof FetchResult.Verified good ? packages.plus(good.packageName(), at) : packages,
                sightings.plus(result, at));
    }

    /**
     * When the quarantine for corrupt answers ends, whether past or to come; empty when there never was one. The count
     * of corrupt answers is never forgotten: each one makes the quarantine four times as long, up to the sixth.
     */
    public Optional<Instant> quarantinedUntil(EvidenceSettings settings) {
        long factor = 1L << (2 * Math.min(tally.corrupt(), LONGEST_EXPONENT));
        return sightings
                .lastCorrupt()
                .map(last -> last.plus(settings.quarantineUnit().multipliedBy(factor)));
    }
}
