package dev.granary.fetchverify.config;

import dev.granary.fetchverify.breaker.Breaker;
import dev.granary.fetchverify.redis.RedisSettings;
import io.quarkus.runtime.configuration.MemorySize;
import io.smallrye.config.ConfigMapping;
import io.smallrye.config.WithDefault;
import java.time.Duration;

/** The cache that replicas share; its connections, and the longest wait for an answer, are {@code quarkus.redis.*}. */
@ConfigMapping(prefix = "granary.fetch-verify.redis")
public interface RedisConfig {
    /** The longest document that is offered to other replicas. */
    @WithDefault("1M")
    MemorySize largestDocument();

    /** Failures in a row after which requests leave Redis alone. */
    @WithDefault("3")
    int breakerFailures();

    /** How long they do. */
    @WithDefault("PT5S")
    Duration breakerPause();

    /** Pause between two looks whether Redis is there. */
    @WithDefault("PT2S")
    Duration lookEvery();

    /** The cache of one site. */
    default RedisSettings of(String site) {
        return new RedisSettings(
                site,
                Wiring.bytes(largestDocument()),
                new Breaker.Rules(breakerFailures(), breakerPause(), breakerPause()));
    }
}
