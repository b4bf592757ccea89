package dev.granary.service.telemetry;

import io.smallrye.config.ConfigMapping;
import io.smallrye.config.WithDefault;
import io.smallrye.config.WithParentName;

/** Where spans go, and how many of them. */
@ConfigMapping(prefix = "granary.traces")
public interface TracesConfig {
    /** Where spans go: {@code otlp}, {@code zipkin} or {@code none}. Trace ids are made and logged in any case. */
    @WithParentName
    @WithDefault("otlp")
    TracesTarget target();

    /** Share of new traces that are recorded, from 0 to 1; a caller that records its own trace is followed. */
    @WithDefault("1.0")
    double sample();
}
