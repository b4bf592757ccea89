package dev.granary.service.telemetry;

import io.smallrye.config.ConfigMapping;
import io.smallrye.config.WithDefault;
import io.smallrye.config.WithParentName;

/** Which mirror this is. */
@ConfigMapping(prefix = "granary.site")
public interface SiteConfig {
    /** Name of the site: a label of every metric and span. */
    @WithParentName
    @WithDefault("local")
    String name();
}
