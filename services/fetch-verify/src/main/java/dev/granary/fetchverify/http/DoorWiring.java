package dev.granary.fetchverify.http;

import dev.granary.fetchverify.config.GatewayConfig;
import dev.granary.fetchverify.config.MemoryConfig;
import dev.granary.fetchverify.format.Format;
import dev.granary.fetchverify.gateway.Artifacts;
import dev.granary.fetchverify.gateway.Documents;
import dev.granary.fetchverify.gateway.Documents.Surroundings;
import dev.granary.fetchverify.gateway.Questions;
import dev.granary.fetchverify.gateway.Recalls;
import dev.granary.fetchverify.gateway.Renderings;
import dev.granary.fetchverify.http.head.HeadGuards;
import dev.granary.fetchverify.store.ContentStore;
import io.micrometer.core.instrument.MeterRegistry;
import io.opentelemetry.api.OpenTelemetry;
import io.opentelemetry.api.trace.Tracer;
import io.quarkus.runtime.StartupEvent;
import io.vertx.core.Vertx;
import jakarta.annotation.Priority;
import jakarta.enterprise.event.Observes;
import jakarta.enterprise.inject.Produces;
import jakarta.inject.Singleton;
import jakarta.interceptor.Interceptor;
import java.util.List;
import java.util.Map;
import java.util.function.Function;
import java.util.stream.Collectors;

/** Builds the door; its parts are no one else's business. */
@Singleton
class DoorWiring {
    /** Early: before anything in this process has made or accepted a connection. */
    void guardHeads(
            @Observes @Priority(Interceptor.Priority.PLATFORM_BEFORE) StartupEvent event, GatewayConfig gateway) {
        HeadGuards.install(gateway.headPatience());
    }

    /** What the door leads to. */
    @Singleton
    record Behind(
            Artifacts artifacts, Documents documents, Renderings renderings, Questions questions, ContentStore store) {}

    @Produces
    @Singleton
    Means means(Behind behind, Recalls recalls, Surroundings on, GatewayConfig gateway, MemoryConfig memory) {
        HotAnswers hot = new HotAnswers(memory.answers().asLongValue(), sha256 -> on.executor()
                .execute(() -> behind.store().find(sha256)));
        return new Means(
                behind.artifacts(),
                behind.documents(),
                behind.renderings(),
                hot,
                new SmallBodies((int) memory.largestBody().asLongValue()),
                recalls::policy,
                on.clock(),
                new Means.Limits(gateway.mostRequests(), gateway.clientPatience()));
    }

    @Produces
    @Singleton
    Tracing tracing(Tracer tracer, OpenTelemetry telemetry) {
        return new Tracing(tracer, telemetry.getPropagators().getTextMapPropagator());
    }

    @Produces
    @Singleton
    Gateway.Engine engine(Vertx vertx, Surroundings surroundings, MeterRegistry registry, List<Format> formats) {
        return new Gateway.Engine(vertx, surroundings.executor(), new GatewayMetrics(registry, formats));
    }

    @Produces
    @Singleton
    Gateway gateway(List<Format> formats, Means means, Behind behind, Tracing tracing, Gateway.Engine engine) {
        Map<String, Format> byPrefix = formats.stream()
                .collect(Collectors.toMap(format -> format.ecosystem().id(), Function.identity()));
        return new Gateway(byPrefix, means, new Relay(behind.questions()), tracing, engine);
    }

    @Produces
    @Singleton
    ReputationForward.Target reputation(GatewayConfig gateway) {
        return new ReputationForward.Target(gateway.reputationUrl());
    }
}
