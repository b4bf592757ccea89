package dev.granary.fetchverify.config;

import dev.granary.fetchverify.breaker.Breaker;
import dev.granary.fetchverify.source.Backoff;
import dev.granary.fetchverify.upstream.UpstreamLimits;
import io.smallrye.config.ConfigMapping;
import io.smallrye.config.WithDefault;
import java.time.Duration;

/** What upstreams may take, and when they are left alone. */
@ConfigMapping(prefix = "granary.fetch-verify.upstream")
public interface UpstreamConfig {
    /** Until a name is resolved. */
    @WithDefault("PT3S")
    Duration resolveTimeout();

    /** Until a connection stands. */
    @WithDefault("PT3S")
    Duration connectTimeout();

    /** From the start of a request until the answer's header, connecting included. */
    @WithDefault("PT15S")
    Duration headerTimeout();

    /** Until the last byte of a document, retries included. */
    @WithDefault("PT1M")
    Duration documentTimeout();

    /** Until the last byte of an artifact, retries and resumes included. */
    @WithDefault("PT15M")
    Duration artifactTimeout();

    /** What an upstream must send while it is waited for. */
    @WithDefault("10000")
    long minimumBytesPerSecond();

    /** Over which the minimum rate is measured; also the wait for a body's first bytes. */
    @WithDefault("PT5S")
    Duration rateWindow();

    /** Artifacts under way at once from one host. */
    @WithDefault("64")
    int artifacts();

    /** Documents under way at once from one host. */
    @WithDefault("64")
    int documents();

    /** Questions passed on at once to one host. */
    @WithDefault("8")
    int relays();

    /** How long a request waits for a place among those. */
    @WithDefault("PT15S")
    Duration placeTimeout();

    /** How often a request is repeated at most. */
    @WithDefault("2")
    int retries();

    /** The bound of the random wait before the first retry; it doubles with each. */
    @WithDefault("PT0.1S")
    Duration firstBackoff();

    /** The longest wait before a retry. */
    @WithDefault("PT2S")
    Duration longestBackoff();

    /** Requests that failed in a row, their retries included, after which a host is not asked any more. */
    @WithDefault("3")
    int breakerFailures();

    /** How long it is not asked. */
    @WithDefault("PT30S")
    Duration breakerOpen();

    /** How long the one request may take that finds out if it is back. */
    @WithDefault("PT20S")
    Duration breakerProbe();

    /** The settings that the client takes. */
    default UpstreamLimits settings() {
        UpstreamLimits.Times times = new UpstreamLimits.Times(
                resolveTimeout(),
                connectTimeout(),
                headerTimeout(),
                rateWindow(),
                documentTimeout(),
                artifactTimeout());
        return new UpstreamLimits(
                times,
                minimumBytesPerSecond(),
                new UpstreamLimits.Places(artifacts(), documents(), relays(), placeTimeout()),
                new Backoff(firstBackoff(), longestBackoff(), retries()),
                new Breaker.Rules(breakerFailures(), breakerOpen(), breakerProbe()));
    }
}
