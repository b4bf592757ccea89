package dev.granary.fetchverify.config;

import dev.granary.fetchverify.freshness.FreshnessSettings;
import io.smallrye.config.ConfigMapping;
import io.smallrye.config.WithDefault;
import java.time.Duration;

/** How long documents of upstreams are believed. */
@ConfigMapping(prefix = "granary.fetch-verify.freshness")
public interface FreshnessConfig {
    /** Indexes, such as npm's packuments. */
    @WithDefault("PT5M")
    Duration index();

    /** Documents that come with a version, such as attestations. */
    @WithDefault("PT5M")
    Duration sidecar();

    /** Signing keys of registries. */
    @WithDefault("PT24H")
    Duration keys();

    /** How much longer a document is served while the upstream is asked about it. */
    @WithDefault("PT10M")
    Duration grace();

    /** An upstream's "not found"; at most a minute. */
    @WithDefault("PT30S")
    Duration absent();

    /** The settings that the features take. */
    default FreshnessSettings settings() {
        return new FreshnessSettings(index(), sidecar(), keys(), grace(), absent());
    }
}
