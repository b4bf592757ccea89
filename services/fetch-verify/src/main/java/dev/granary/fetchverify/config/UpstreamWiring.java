package dev.granary.fetchverify.config;

import dev.granary.fetchverify.settings.Settings;
import dev.granary.fetchverify.source.UpstreamClient;
import dev.granary.fetchverify.upstream.MicrometerUpstreamObserver;
import dev.granary.fetchverify.upstream.SteadyClock;
import dev.granary.fetchverify.upstream.Surroundings;
import dev.granary.fetchverify.upstream.VertxUpstreamClient;
import dev.granary.fetchverify.upstream.Watch;
import io.micrometer.core.instrument.MeterRegistry;
import io.opentelemetry.api.trace.Tracer;
import io.vertx.core.Vertx;
import jakarta.enterprise.inject.Produces;
import jakarta.inject.Singleton;
import java.security.SecureRandom;
import java.time.InstantSource;

/** Builds the way out to upstreams. */
@Singleton
class UpstreamWiring {
    @Produces
    @Singleton
    Watch watch(Tracer tracer, MeterRegistry meters) {
        return new Watch(tracer, new MicrometerUpstreamObserver(meters));
    }

    @Produces
    @Singleton
    UpstreamClient client(Vertx vertx, Settings settings, UpstreamConfig config, InstantSource clock, Watch watch) {
        Surroundings surroundings = Surroundings.of(SteadyClock.startingWith(clock), new SecureRandom());
        return new VertxUpstreamClient(vertx, settings, config.settings(), surroundings, watch);
    }
}
