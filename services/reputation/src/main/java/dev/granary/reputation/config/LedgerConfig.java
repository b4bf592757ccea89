package dev.granary.reputation.config;

import dev.granary.reputation.ledger.LedgerSettings;
import io.smallrye.config.ConfigMapping;
import io.smallrye.config.WithDefault;
import java.time.Duration;

/** The bounds of the books and the rhythm of publishing. */
@ConfigMapping(prefix = "granary.reputation.ledger")
public interface LedgerConfig {
    /** How long event ids are remembered; older events are refused. Longer than events stay on the topic. */
    @WithDefault("P30D")
    Duration journalRetention();

    /** Above this many sources, those seen longest ago are forgotten, those without a corrupt answer first. */
    @WithDefault("100000")
    int maximumSources();

    /** How often scores are computed anew while nothing happens. */
    @WithDefault("PT5M")
    Duration reviewEvery();

    /** How often an unchanged score is published again. */
    @WithDefault("PT1H")
    Duration republishEvery();

    /** The least change of a score that is published. */
    @WithDefault("0.01")
    double material();

    /** These settings as the record that features take. */
    default LedgerSettings settings() {
        return new LedgerSettings(journalRetention(), maximumSources(), reviewEvery(), republishEvery(), material());
    }
}
