package dev.granary.reputation.evidence;

import java.time.Duration;

/**
 * How evidence fades and what it costs; an instance is always usable.
 *
 * @param verifiedHalfLife after which a verified transfer counts half
 * @param failedHalfLife after which a transient failure counts half
 * @param corruptHalfLife after which a proven-corrupt answer counts half
 * @param strikeHalfLife after which a strike against a network group counts half
 * @param failureCountsAs the transfer time that a failure stands for
 * @param quarantineUnit the quarantine is this times 4 to the power of the corrupt answers, at most 4⁶
 */
public record EvidenceSettings(
        Duration verifiedHalfLife,
        Duration failedHalfLife,
        Duration corruptHalfLife,
        Duration strikeHalfLife,
        Duration failureCountsAs,
        Duration quarantineUnit) {
    /** The values that were simulated. */
    public static final EvidenceSettings PROVEN = new EvidenceSettings(
            Duration.ofHours(72),
            Duration.ofHours(12),
            Duration.ofDays(14),
            Duration.ofDays(7),
            Duration.ofSeconds(30),
            Duration.ofHours(1));

    public EvidenceSettings {
        requireSensible("verifiedHalfLife", verifiedHalfLife);
        requireSensible("failedHalfLife", failedHalfLife);
        requireSensible("corruptHalfLife", corruptHalfLife);
        requireSensible("strikeHalfLife", strikeHalfLife);
        requireSensible("failureCountsAs", failureCountsAs);
        requireSensible("quarantineUnit", quarantineUnit);
    }

    private static void requireSensible(String name, Duration duration) {
        if (duration.compareTo(Duration.ofSeconds(1)) < 0 || duration.compareTo(Duration.ofDays(365)) > 0) {
            throw new IllegalArgumentException(name + " is from 1 second to 365 days, was " + duration);
        }
    }
}
