package dev.granary.fetchverify.config;

import io.quarkus.runtime.configuration.MemorySize;
import io.smallrye.config.ConfigMapping;
import io.smallrye.config.WithDefault;

/** What the gateway keeps in memory. */
@ConfigMapping(prefix = "granary.fetch-verify.memory")
public interface MemoryConfig {
    /** Answers that were given lately, with small bodies. */
    @WithDefault("64M")
    MemorySize answers();

    /** Listings of documents that were read lately. */
    @WithDefault("64M")
    MemorySize listings();

    /** Documents as clients saw them lately; large ones lie in the content store and count little. */
    @WithDefault("64M")
    MemorySize views();

    /** Names that are remembered as not found, by number. */
    @WithDefault("20000")
    int absent();

    /** The largest body that is served from memory; larger ones leave by sendfile. */
    @WithDefault("64K")
    MemorySize largestBody();
}
