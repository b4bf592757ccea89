package dev.granary.service.telemetry;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.smallrye.config.PropertiesConfigSource;
import io.smallrye.config.SmallRyeConfig;
import io.smallrye.config.SmallRyeConfigBuilder;
import java.net.URI;
import java.util.Map;
import org.junit.jupiter.api.Test;

class TelemetryConfigTest {
    @Test
    void everyKeyHasADefault() {
        // When
        SmallRyeConfig config = config(Map.of());

        // Then
        assertThat(config.getConfigMapping(SiteConfig.class).name()).isEqualTo("local");
        assertThat(config.getConfigMapping(TracesConfig.class).target()).isEqualTo(TracesTarget.OTLP);
        assertThat(config.getConfigMapping(TracesConfig.class).sample()).isEqualTo(1.0);
        assertThat(config.getConfigMapping(ZipkinConfig.class).endpoint())
                .isEqualTo(URI.create("http://127.0.0.1:9411/api/v2/spans"));
        assertThat(config.getConfigMapping(OtlpConfig.class).endpoint()).isEqualTo(URI.create("http://127.0.0.1:4318"));
        assertThat(config.getConfigMapping(OtlpConfig.class).headers()).isEmpty();
    }

    @Test
    void everyKeyCanBeSet() {
        // When
        SmallRyeConfig config = config(Map.of(
                "granary.site", "site-b",
                "granary.traces", "zipkin",
                "granary.traces.sample", "0.01",
                "granary.zipkin.endpoint", "http://127.0.0.1:1/spans",
                "granary.otlp.endpoint", "https://collector.example",
                "granary.otlp.headers.authorization", "Bearer x"));

        // Then
        assertThat(config.getConfigMapping(SiteConfig.class).name()).isEqualTo("site-b");
        assertThat(config.getConfigMapping(TracesConfig.class).target()).isEqualTo(TracesTarget.ZIPKIN);
        assertThat(config.getConfigMapping(TracesConfig.class).sample()).isEqualTo(0.01);
        assertThat(config.getConfigMapping(ZipkinConfig.class).endpoint())
                .isEqualTo(URI.create("http://127.0.0.1:1/spans"));
        assertThat(config.getConfigMapping(OtlpConfig.class).endpoint())
                .isEqualTo(URI.create("https://collector.example"));
        assertThat(config.getConfigMapping(OtlpConfig.class).headers()).containsEntry("authorization", "Bearer x");
    }

    @Test
    void theUsualVariableForTheCollectorIsTaken() {
        assertThat(config(Map.of("otel.exporter.otlp.endpoint", "http://127.0.0.1:7"))
                        .getConfigMapping(OtlpConfig.class)
                        .endpoint())
                .isEqualTo(URI.create("http://127.0.0.1:7"));
    }

    @Test
    void anotherTargetIsRefused() {
        assertThatThrownBy(() -> config(Map.of("granary.traces", "jaeger")).getConfigMapping(TracesConfig.class))
                .hasMessageContaining("jaeger");
    }

    private static SmallRyeConfig config(Map<String, String> values) {
        return new SmallRyeConfigBuilder()
                .withMapping(SiteConfig.class)
                .withMapping(TracesConfig.class)
                .withMapping(ZipkinConfig.class)
                .withMapping(OtlpConfig.class)
                .withSources(new PropertiesConfigSource(values, "test", 100))
                .addDefaultInterceptors()
                .build();
    }
}
