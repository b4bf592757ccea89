package dev.granary.fetchverify.config;

import io.quarkus.runtime.configuration.MemorySize;
import io.smallrye.config.ConfigMapping;
import io.smallrye.config.WithDefault;
import java.time.Duration;

/** Bounds of what is kept on disk. */
@ConfigMapping(prefix = "granary.fetch-verify.store")
public interface StoreConfig {
    /** All content together, unless granary.toml says otherwise. */
    @WithDefault("50G")
    MemorySize maximumSize();

    /** The share of the maximum that eviction leaves. */
    @WithDefault("0.9")
    double evictionTarget();

    /** Disk space that is left to the rest of the machine. */
    @WithDefault("256M")
    MemorySize minimumFree();

    /** How exactly the last use of content is known on disk. */
    @WithDefault("PT10M")
    Duration recencyStep();

    /** Files that are hashed at once when they are first read after a start. */
    @WithDefault("2")
    int parallelHashes();

    /** How fast held content is read again to find bit rot. */
    @WithDefault("8M")
    MemorySize scrubBytesPerSecond();

    /** The pause between two passes over all content. */
    @WithDefault("PT6H")
    Duration scrubRest();

    /** Events that wait for Kafka and PostgreSQL. */
    @WithDefault("256M")
    MemorySize outboxSize();

    /** One file of waiting events. */
    @WithDefault("8M")
    MemorySize outboxSegment();

    /** The longest document that is taken from an upstream. */
    @WithDefault("100M")
    MemorySize largestDocument();

    /** The longest artifact that is taken from an upstream. */
    @WithDefault("4G")
    MemorySize largestArtifact();
}
