package dev.granary.service.telemetry;

import io.smallrye.config.ConfigMapping;
import io.smallrye.config.WithDefault;
import java.net.URI;
import java.util.Map;

/** The collector, by OTLP over HTTP. */
@ConfigMapping(prefix = "granary.otlp")
public interface OtlpConfig {
    /**
     * Base address of the collector; {@code /v1/traces} is added. The usual {@code OTEL_EXPORTER_OTLP_ENDPOINT} is
     * taken where this is not set.
     */
    @WithDefault("${otel.exporter.otlp.endpoint:http://127.0.0.1:4318}")
    URI endpoint();

    /** Headers sent along, such as an access token; their values are secret. */
    Map<String, String> headers();
}
