package dev.granary.service.telemetry;

import dev.granary.service.health.DegradedModes;
import io.micrometer.core.instrument.Gauge;
import io.micrometer.core.instrument.MeterRegistry;
import io.micrometer.core.instrument.Tag;
import io.micrometer.core.instrument.config.MeterFilter;
import io.opentelemetry.exporter.otlp.http.trace.OtlpHttpSpanExporter;
import io.opentelemetry.exporter.zipkin.ZipkinSpanExporter;
import io.opentelemetry.sdk.trace.SpanProcessor;
import io.opentelemetry.sdk.trace.export.SpanExporter;
import io.opentelemetry.sdk.trace.samplers.Sampler;
import io.quarkus.runtime.ApplicationConfig;
import io.quarkus.runtime.StartupEvent;
import jakarta.enterprise.context.Dependent;
import jakarta.enterprise.event.Observes;
import jakarta.enterprise.inject.Produces;
import jakarta.inject.Singleton;
import java.net.URI;
import java.time.Duration;
import java.util.List;
import zipkin2.reporter.BytesMessageSender;
import zipkin2.reporter.urlconnection.URLConnectionSender;

/** Builds what this module gives to every service. */
@Dependent
class Wiring {
    private static final Duration PATIENCE = Duration.ofSeconds(2);
    private static final Duration SEND_AGAIN = Duration.ofSeconds(5);
    /** More time series than this in one process are a mistake in a label. */
    private static final int MOST_METERS = 5000;

    @Produces
    @Singleton
    DegradedModes degradedModes() {
        return new DegradedModes();
    }

    @Produces
    @Singleton
    SpanExporter spanExporter(TracesConfig traces, ZipkinConfig zipkin, OtlpConfig otlp, DegradedModes modes) {
        return switch (traces.target()) {
            case OTLP -> new WatchedSpanExporter(otlp(otlp), authority(otlp.endpoint()), modes, SEND_AGAIN);
            case ZIPKIN -> new WatchedSpanExporter(zipkin(zipkin), authority(zipkin.endpoint()), modes, SEND_AGAIN);
            case NONE -> SpanExporter.composite();
        };
    }

    @Produces
    @Singleton
    SpanProcessor siteAttribute(TracesConfig traces, SiteConfig site) {
        return switch (traces.target()) {
            case ZIPKIN -> new SiteAttribute(site.name());
            case OTLP, NONE -> SpanProcessor.composite();
        };
    }

    @Produces
    @Singleton
    Sampler sampler(TracesConfig traces) {
        return switch (traces.target()) {
            case OTLP, ZIPKIN -> Sampler.parentBased(Sampler.traceIdRatioBased(traces.sample()));
            case NONE -> Sampler.alwaysOff();
        };
    }

    @Produces
    @Singleton
    MeterFilter commonTags(ApplicationConfig application, SiteConfig site) {
        return MeterFilter.commonTags(
                List.of(Tag.of("service", application.name().orElse("unknown")), Tag.of("site", site.name())));
    }

    @Produces
    @Singleton
    MeterFilter mostMeters() {
        return MeterFilter.maximumAllowableMetrics(MOST_METERS);
    }

    void onStart(
            @Observes StartupEvent event, MeterRegistry meters, ApplicationConfig application, DegradedModes modes) {
        Gauge.builder("granary.build", () -> 1)
                .description("always 1; its labels tell what runs")
                .tag("version", application.version().orElse("unknown"))
                .tag("java", Runtime.version().toString())
                .register(meters);
        Gauge.builder("granary.degraded.modes", modes, all -> all.list().size())
                .description("how many parts this process does without")
                .register(meters);
    }

    private static SpanExporter otlp(OtlpConfig config) {
        var builder = OtlpHttpSpanExporter.builder()
                .setEndpoint(config.endpoint().toString().replaceAll("/+$", "") + "/v1/traces")
                .setConnectTimeout(PATIENCE)
                .setTimeout(PATIENCE)
                .setRetryPolicy(null);
        config.headers().forEach(builder::addHeader);
        return builder.build();
    }

    private static SpanExporter zipkin(ZipkinConfig config) {
        BytesMessageSender sender = URLConnectionSender.newBuilder()
                .endpoint(config.endpoint().toString())
                .connectTimeout(Math.toIntExact(PATIENCE.toMillis()))
                .readTimeout(Math.toIntExact(PATIENCE.toMillis()))
                .compressionEnabled(false) // it stands on the same machine: packing costs more than sending
                .build();
        return ZipkinSpanExporter.builder().setSender(sender).build();
    }

    /** Host and port alone: what may be shown of an address that can hold a token. */
    private static String authority(URI address) {
        return address.getHost() + ":" + address.getPort();
    }
}
