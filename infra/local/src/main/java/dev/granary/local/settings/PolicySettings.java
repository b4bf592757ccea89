package dev.granary.local.settings;

import dev.granary.kernel.Ecosystem;
import java.util.List;
import java.util.Optional;

/**
 * What is held back or kept inside, for one format; the gateway checks the values.
 *
 * @param minimumReleaseAge an ISO 8601 duration
 */
public record PolicySettings(
        Ecosystem format, List<String> owned, Optional<String> minimumReleaseAge, List<String> releaseAgeExempt) {
    public PolicySettings {
        owned = List.copyOf(owned);
        releaseAgeExempt = List.copyOf(releaseAgeExempt);
    }
}
