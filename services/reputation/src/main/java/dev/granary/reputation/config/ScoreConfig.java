package dev.granary.reputation.config;

import dev.granary.reputation.score.ScoreSettings;
import io.smallrye.config.ConfigMapping;
import io.smallrye.config.WithDefault;

/** Where the lines are drawn. */
@ConfigMapping(prefix = "granary.reputation.score")
public interface ScoreConfig {
    /** The least score with which a source is asked by choice, above 0 and up to 1. */
    @WithDefault("0.35")
    double threshold();

    /** Verified and failed weight under which a source may be tried out. */
    @WithDefault("5")
    double exploreBelow();

    /** Strikes of its network group from which on a source may not be tried out. */
    @WithDefault("2")
    double exploreStrikesBelow();

    /** These settings as the record that features take. */
    default ScoreSettings settings() {
        return new ScoreSettings(threshold(), exploreBelow(), exploreStrikesBelow());
    }
}
