package dev.granary.service.telemetry;

import io.smallrye.config.ConfigMapping;
import io.smallrye.config.WithDefault;
import java.net.URI;

/** The Zipkin server of the local stack. */
@ConfigMapping(prefix = "granary.zipkin")
public interface ZipkinConfig {
    /** Takes spans in Zipkin's JSON form, version 2. */
    @WithDefault("http://127.0.0.1:9411/api/v2/spans")
    URI endpoint();
}
