package dev.granary.fetchverify.config;

import static org.assertj.core.api.Assertions.assertThat;

import dev.granary.fetchverify.breaker.Breaker;
import dev.granary.fetchverify.source.Backoff;
import dev.granary.fetchverify.upstream.UpstreamLimits;
import io.smallrye.config.PropertiesConfigSource;
import io.smallrye.config.SmallRyeConfigBuilder;
import java.time.Duration;
import java.util.LinkedHashMap;
import java.util.Map;
import org.junit.jupiter.api.Test;

class UpstreamConfigTest {
    private static UpstreamLimits limits(Map<String, String> values) {
        Map<String, String> prefixed = new LinkedHashMap<>();
        values.forEach((key, value) -> prefixed.put("granary.fetch-verify.upstream." + key, value));
        return new SmallRyeConfigBuilder()
                .withMapping(UpstreamConfig.class)
                .withSources(new PropertiesConfigSource(prefixed, "test", 100))
                .build()
                .getConfigMapping(UpstreamConfig.class)
                .settings();
    }

    @Test
    void hasDefaults() {
        // When
        UpstreamLimits limits = limits(Map.of());

        // Then
        assertThat(limits)
                .isEqualTo(new UpstreamLimits(
                        new UpstreamLimits.Times(
                                Duration.ofSeconds(3),
                                Duration.ofSeconds(3),
                                Duration.ofSeconds(15),
                                Duration.ofSeconds(5),
                                Duration.ofMinutes(1),
                                Duration.ofMinutes(15)),
                        10_000,
                        new UpstreamLimits.Places(64, 64, 8, Duration.ofSeconds(15)),
                        new Backoff(Duration.ofMillis(100), Duration.ofSeconds(2), 2),
                        new Breaker.Rules(3, Duration.ofSeconds(30), Duration.ofSeconds(20))));
    }

    @Test
    void readsEveryKey() {
        // Given
        Map<String, String> values = new LinkedHashMap<>();
        values.put("resolve-timeout", "PT1S");
        values.put("connect-timeout", "PT2S");
        values.put("header-timeout", "PT3S");
        values.put("document-timeout", "PT4S");
        values.put("artifact-timeout", "PT5S");
        values.put("minimum-bytes-per-second", "6");
        values.put("rate-window", "PT7S");
        values.put("artifacts", "8");
        values.put("documents", "9");
        values.put("relays", "10");
        values.put("place-timeout", "PT11S");
        values.put("retries", "1");
        values.put("first-backoff", "PT12S");
        values.put("longest-backoff", "PT13S");
        values.put("breaker-failures", "14");
        values.put("breaker-open", "PT15S");
        values.put("breaker-probe", "PT16S");

        // When
        UpstreamLimits limits = limits(values);

        // Then
        assertThat(limits)
                .isEqualTo(new UpstreamLimits(
                        new UpstreamLimits.Times(
                                Duration.ofSeconds(1),
                                Duration.ofSeconds(2),
                                Duration.ofSeconds(3),
                                Duration.ofSeconds(7),
                                Duration.ofSeconds(4),
                                Duration.ofSeconds(5)),
                        6,
                        new UpstreamLimits.Places(8, 9, 10, Duration.ofSeconds(11)),
                        new Backoff(Duration.ofSeconds(12), Duration.ofSeconds(13), 1),
                        new Breaker.Rules(14, Duration.ofSeconds(15), Duration.ofSeconds(16))));
    }
}
