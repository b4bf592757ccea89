package dev.granary.reputation.evidence;

import static java.util.Objects.requireNonNull;

import java.time.Instant;
import java.util.Optional;

/**
 * When a source was seen.
 *
 * @param first the earliest observation of any kind
 * @param last the latest observation of any kind
 * @param lastVerified empty when nothing was ever verified
 * @param lastCorrupt empty when no answer was ever proven corrupt
 */
public record Sightings(Instant first, Instant last, Optional<Instant> lastVerified, Optional<Instant> lastCorrupt) {
    public Sightings {
        requireNonNull(first, "first");
        requireNonNull(last, "last");
        requireNonNull(lastVerified, "lastVerified");
        requireNonNull(lastCorrupt, "lastCorrupt");
    }

    static Sightings startingAt(Instant at) {
        return new Sightings(at, at, Optional.empty(), Optional.empty());
    }

    Sightings plus(FetchResult result, Instant at) {
        Instant earliest = at.isBefore(first) ? at : first;
        Instant latest = later(last, at);
        return switch (result) {
            case FetchResult.Verified _ ->
                new Sightings(earliest, latest, Optional.of(later(lastVerified.orElse(at), at)), lastCorrupt);
            case FetchResult.Corrupt _ ->
                new Sightings(earliest, latest, lastVerified, Optional.of(later(lastCorrupt.orElse(at), at)));
            case FetchResult.Failed _, FetchResult.NotFound _, FetchResult.Refused _ ->
                new Sightings(earliest, latest, lastVerified, lastCorrupt);
        };
    }

    private static Instant later(Instant one, Instant other) {
        return one.isAfter(other) ? one : other;
    }
}
