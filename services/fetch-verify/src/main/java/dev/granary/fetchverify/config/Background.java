package dev.granary.fetchverify.config;

import dev.granary.fetchverify.disk.ContentUpkeep;
import dev.granary.fetchverify.disk.DiskContentStore;
import dev.granary.fetchverify.disk.JournalOutbox;
import dev.granary.fetchverify.redis.RedisWatch;
import dev.granary.fetchverify.relay.Pump;
import io.micrometer.core.instrument.FunctionCounter;
import io.micrometer.core.instrument.Gauge;
import io.micrometer.core.instrument.MeterRegistry;
import io.quarkus.runtime.ShutdownEvent;
import io.quarkus.runtime.StartupEvent;
import jakarta.enterprise.event.Observes;
import jakarta.inject.Named;
import jakarta.inject.Singleton;
import java.util.List;

/** What works beside requests, from the start of the service to its end, and how it shows in metrics. */
@Singleton
class Background {
    private final ContentUpkeep upkeep;
    private final RedisWatch redis;
    private final List<Pump> pumps;

    Background(
            ContentUpkeep upkeep,
            RedisWatch redis,
            @Named(Wiring.KAFKA) Pump kafka,
            @Named(Wiring.POSTGRES) Pump postgres) {
        this.upkeep = upkeep;
        this.redis = redis;
        this.pumps = List.of(kafka, postgres);
    }

    void onStart(@Observes StartupEvent event) {
        upkeep.start();
        redis.start();
        pumps.forEach(Pump::start);
    }

    void onStop(@Observes ShutdownEvent event) {
        pumps.forEach(Pump::close);
        redis.close();
        upkeep.close();
    }

    void measure(@Observes StartupEvent event, MeterRegistry registry, DiskContentStore store, JournalOutbox outbox) {
        for (Pump pump : pumps) {
            Gauge.builder("granary.fetch-verify.outbox.pending", pump, Pump::pending)
                    .description("Events that wait for a destination")
                    .tag("destination", pump.destination())
                    .register(registry);
        }
        Gauge.builder("granary.fetch-verify.outbox.size", outbox, o -> o.size().value())
                .baseUnit("bytes")
                .register(registry);
        FunctionCounter.builder("granary.fetch-verify.outbox.lost", outbox, JournalOutbox::lost)
                .description("Events that were not taken because the outbox or the disk was full")
                .register(registry);
        Gauge.builder("granary.fetch-verify.content.size", store, s -> s.size().value())
                .baseUnit("bytes")
                .register(registry);
        FunctionCounter.builder("granary.fetch-verify.content.damaged", store, DiskContentStore::damaged)
                .description("Content that rotted on the disk and was dropped")
                .register(registry);
        FunctionCounter.builder("granary.fetch-verify.content.evicted", store, DiskContentStore::evicted)
                .register(registry);
    }
}
