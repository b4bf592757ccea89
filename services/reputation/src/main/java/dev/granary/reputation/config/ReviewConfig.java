package dev.granary.reputation.config;

import io.smallrye.config.ConfigMapping;
import io.smallrye.config.WithDefault;
import java.time.Duration;

/** How scores that changed are found and published. */
@ConfigMapping(prefix = "granary.reputation.review")
public interface ReviewConfig {
    /** Pause between two looks for scores that are due. */
    @WithDefault("PT0.25S")
    Duration every();

    /** How long an account is left to whoever changed it, so that its score is published in that event's trace. */
    @WithDefault("PT0.5S")
    Duration leftOverAfter();

    /** How many accounts are reviewed at once, at most. */
    @WithDefault("200")
    int batch();

    /** How long Kafka may take to acknowledge a batch of scores; then they stay due. */
    @WithDefault("PT15S")
    Duration publishTimeout();

    /** Pause between two counts of what is held and what waits. */
    @WithDefault("PT10S")
    Duration measureEvery();

    /** Pause between two sweeps of what is out of reach. */
    @WithDefault("PT10M")
    Duration sweepEvery();
}
