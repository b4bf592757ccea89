package dev.granary.fetchverify.config;

import io.smallrye.config.ConfigMapping;
import io.smallrye.config.WithDefault;
import java.net.URI;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Optional;

/** Where the gateway stands, and how much it takes at once. */
@ConfigMapping(prefix = "granary.fetch-verify.gateway")
public interface GatewayConfig {
    /** Folder of everything that the gateway keeps: content, records, recalls, outbox. */
    @WithDefault("${granary.data:data/fetch-verify}")
    Path data();

    /** The gateway's address as clients know it; links in documents begin with it. */
    @WithDefault("${granary.public.url:http://127.0.0.1:8080/}")
    URI publicUrl();

    /** Base address of the reputation service, to which /api/v1/reputation is passed on. */
    @WithDefault("${granary.reputation.url:}")
    Optional<URI> reputationUrl();

    /** The file granary.toml; without one nothing is configured and everything is refused. */
    @WithDefault("${granary.settings:}")
    Optional<Path> settings();

    /** Requests that may wait for something at once; more are told to come back. */
    @WithDefault("20000")
    int mostRequests();

    /** How long the head of a request may take to come whole; for the first one of a connection, from its start. */
    @WithDefault("PT10S")
    Duration headPatience();

    /** How long one chunk of 64 KiB may take to reach a client. */
    @WithDefault("PT60S")
    Duration clientPatience();
}
