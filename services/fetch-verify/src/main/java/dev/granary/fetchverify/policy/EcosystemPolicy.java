package dev.granary.fetchverify.policy;

import java.time.Duration;
import java.util.List;
import java.util.Optional;

/**
 * The rules for one ecosystem; an instance is always usable.
 *
 * @param owned names that belong to the company: never asked of an upstream, a peer or anyone else
 * @param minimumReleaseAge how old a version must be; empty when any age will do
 * @param releaseAgeExempt names that may be new
 */
public record EcosystemPolicy(
        List<NamePattern> owned, Optional<Duration> minimumReleaseAge, List<NamePattern> releaseAgeExempt) {
    /** Nothing owned, any age. */
    public static final EcosystemPolicy OPEN = new EcosystemPolicy(List.of(), Optional.empty(), List.of());

    public EcosystemPolicy {
        owned = List.copyOf(owned);
        releaseAgeExempt = List.copyOf(releaseAgeExempt);
        if (minimumReleaseAge.filter(Duration::isNegative).isPresent()) {
            throw new IllegalArgumentException("a release age is not negative, was " + minimumReleaseAge);
        }
    }

    /** Finds the pattern by which {@code fullName} is owned. */
    public Optional<NamePattern> ownedBy(String fullName) {
        return owned.stream().filter(pattern -> pattern.matches(fullName)).findFirst();
    }

    /** The age that versions of {@code fullName} must have; empty when any age will do. */
    public Optional<Duration> releaseAgeOf(String fullName) {
        boolean exempt = releaseAgeExempt.stream().anyMatch(pattern -> pattern.matches(fullName));
        return exempt ? Optional.empty() : minimumReleaseAge;
    }
}
