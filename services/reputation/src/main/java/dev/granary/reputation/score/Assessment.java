package dev.granary.reputation.score;

import static java.util.Objects.requireNonNull;

import java.time.Instant;
import java.util.Optional;

/**
 * How far a source can be relied on at one moment.
 *
 * @param at when it was assessed
 * @param seedScore the founding formula, 0 to 1
 * @param score the hardened one, 0 to 1, 0 while quarantined; what chooses
 * @param standing what may be done with the source
 * @param quarantinedUntil empty when not quarantined at {@code at}
 * @param remaining what is left of the evidence
 */
public record Assessment(
        Instant at,
        double seedScore,
        double score,
        Standing standing,
        Optional<Instant> quarantinedUntil,
        Remaining remaining) {
    /** What may be done with a source. */
    public enum Standing {
        /** Its score allows asking it by choice. */
        ELIGIBLE,
        /** Too little is known, and nothing bad: small objects with a known digest may be tried. */
        EXPLORABLE,
        /** Only when nothing else is left. */
        BELOW_THRESHOLD,
        /** Not asked at all until the quarantine ends. */
        QUARANTINED
    }

    /** Evidence weights after fading. */
    public record Remaining(double verified, double failed, double corrupt, double groupStrikes) {}

    public Assessment {
        requireNonNull(at, "at");
        requireNonNull(standing, "standing");
        requireNonNull(quarantinedUntil, "quarantinedUntil");
        requireNonNull(remaining, "remaining");
        if (!(score >= 0 && score <= 1 && seedScore >= 0 && seedScore <= 1)) {
            throw new IllegalArgumentException("scores are from 0 to 1, was " + score + ", " + seedScore);
        }
    }

    public boolean isEligible() {
        return standing == Standing.ELIGIBLE;
    }
}
