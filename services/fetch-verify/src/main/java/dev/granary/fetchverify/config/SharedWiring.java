package dev.granary.fetchverify.config;

import dev.granary.fetchverify.disk.JournalOutbox;
import dev.granary.fetchverify.expectation.SharedPins;
import dev.granary.fetchverify.kafka.KafkaRelay;
import dev.granary.fetchverify.postgres.DatabaseBridge;
import dev.granary.fetchverify.postgres.PostgresPins;
import dev.granary.fetchverify.postgres.PostgresProjection;
import dev.granary.fetchverify.postgres.PostgresReceipts;
import dev.granary.fetchverify.receipt.SharedReceipts;
import dev.granary.fetchverify.redis.RedisSharedCache;
import dev.granary.fetchverify.redis.RedisWatch;
import dev.granary.fetchverify.relay.Pump;
import dev.granary.fetchverify.settings.Settings;
import dev.granary.fetchverify.upstream.SteadyClock;
import dev.granary.service.health.DegradedModes;
import io.opentelemetry.api.trace.Tracer;
import io.quarkus.redis.datasource.RedisDataSource;
import jakarta.enterprise.inject.Disposes;
import jakarta.enterprise.inject.Produces;
import jakarta.inject.Named;
import jakarta.inject.Singleton;
import java.security.SecureRandom;
import java.time.InstantSource;

/** Builds what replicas of one site share, and what carries events away. None of it is needed to start or to serve. */
@Singleton
class SharedWiring {
    @Produces
    @Singleton
    SharedPins pins(DatabaseBridge database, PostgresConfig config, InstantSource clock) {
        return new PostgresPins(database, config.pins(), SteadyClock.startingWith(clock));
    }

    @Produces
    @Singleton
    SharedReceipts receipts(DatabaseBridge database, PostgresConfig config, InstantSource clock) {
        return new PostgresReceipts(database, config.pins(), SteadyClock.startingWith(clock));
    }

    /** What a helper is watched with. */
    @Singleton
    record Helper(DegradedModes modes, InstantSource clock) {}

    @Produces
    @Singleton
    RedisSharedCache cache(RedisDataSource redis, RedisConfig config, Settings settings, Helper helper, Tracer tracer) {
        return new RedisSharedCache(
                redis, config.of(settings.site()), helper.modes(), SteadyClock.startingWith(helper.clock()), tracer);
    }

    @Produces
    @Singleton
    RedisWatch redisWatch(RedisSharedCache cache, RedisConfig config) {
        return new RedisWatch(cache, config.lookEvery());
    }

    @Produces
    @Singleton
    KafkaRelay relay(KafkaConfig config, Tracer tracer) {
        return new KafkaRelay(config.relay(), tracer);
    }

    void stop(@Disposes KafkaRelay relay) {
        relay.close();
    }

    @Produces
    @Singleton
    PostgresProjection projection(DatabaseBridge database, PostgresConfig config, InstantSource clock) {
        return new PostgresProjection(database, config.migrations(), config.receipts(), clock);
    }

    @Produces
    @Singleton
    @Named(Wiring.KAFKA)
    Pump kafkaPump(JournalOutbox outbox, KafkaRelay relay, KafkaConfig config, DegradedModes modes) {
        return new Pump(Wiring.KAFKA, outbox.feed(Wiring.KAFKA), relay, config.pump(), new SecureRandom(), modes);
    }

    @Produces
    @Singleton
    @Named(Wiring.POSTGRES)
    Pump postgresPump(JournalOutbox outbox, PostgresProjection projection, PostgresConfig config, DegradedModes modes) {
        return new Pump(
                Wiring.POSTGRES, outbox.feed(Wiring.POSTGRES), projection, config.pump(), new SecureRandom(), modes);
    }
}
