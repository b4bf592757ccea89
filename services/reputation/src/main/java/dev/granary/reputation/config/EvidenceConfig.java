package dev.granary.reputation.config;

import dev.granary.reputation.evidence.EvidenceSettings;
import io.smallrye.config.ConfigMapping;
import io.smallrye.config.WithDefault;
import java.time.Duration;

/** How evidence fades and what it costs. */
@ConfigMapping(prefix = "granary.reputation.evidence")
public interface EvidenceConfig {
    /** After which a verified transfer counts half. */
    @WithDefault("PT72H")
    Duration verifiedHalfLife();

    /** After which a transient failure counts half. */
    @WithDefault("PT12H")
    Duration failedHalfLife();

    /** After which a proven-corrupt answer counts half. */
    @WithDefault("P14D")
    Duration corruptHalfLife();

    /** After which a strike against a network group counts half. */
    @WithDefault("P7D")
    Duration strikeHalfLife();

    /** The transfer time that a failure stands for. */
    @WithDefault("PT30S")
    Duration failureCountsAs();

    /** A quarantine is this times 4 to the power of the corrupt answers, at most the sixth. */
    @WithDefault("PT1H")
    Duration quarantineUnit();

    /** These settings as the record that features take. */
    default EvidenceSettings settings() {
        return new EvidenceSettings(
                verifiedHalfLife(),
                failedHalfLife(),
                corruptHalfLife(),
                strikeHalfLife(),
                failureCountsAs(),
                quarantineUnit());
    }
}
