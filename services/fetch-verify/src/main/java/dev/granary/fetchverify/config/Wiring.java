package dev.granary.fetchverify.config;

import dev.granary.fetchverify.disk.ContentStoreSettings;
import dev.granary.fetchverify.disk.ContentUpkeep;
import dev.granary.fetchverify.disk.DiskContentStore;
import dev.granary.fetchverify.disk.DiskRecalls;
import dev.granary.fetchverify.disk.DiskRecords;
import dev.granary.fetchverify.disk.DiskSightings;
import dev.granary.fetchverify.disk.JournalOutbox;
import dev.granary.fetchverify.disk.JournalSettings;
import dev.granary.fetchverify.disk.Scrub;
import dev.granary.fetchverify.disk.ScrubSettings;
import dev.granary.fetchverify.event.EventMessages;
import dev.granary.fetchverify.expectation.Sightings;
import dev.granary.fetchverify.gateway.Documents.Surroundings;
import dev.granary.fetchverify.gateway.Recalls;
import dev.granary.fetchverify.policy.Policy;
import dev.granary.fetchverify.policy.RecallBook;
import dev.granary.fetchverify.settings.Settings;
import dev.granary.fetchverify.store.Records;
import dev.granary.kernel.ByteCount;
import io.quarkus.runtime.configuration.MemorySize;
import jakarta.enterprise.inject.Disposes;
import jakarta.enterprise.inject.Produces;
import jakarta.inject.Singleton;
import java.io.IOException;
import java.security.SecureRandom;
import java.time.Clock;
import java.time.InstantSource;
import java.util.Set;
import java.util.concurrent.Executor;
import java.util.concurrent.Executors;

/** Builds what the gateway keeps on this replica: settings, content, records, recalls, outbox. */
@Singleton
class Wiring {
    /** The outbox's readers. */
    static final String KAFKA = "kafka";

    static final String POSTGRES = "postgres";

    @Produces
    @Singleton
    InstantSource clock() {
        return Clock.systemUTC();
    }

    @Produces
    @Singleton
    Surroundings surroundings(InstantSource clock) {
        Executor virtualThreads = Executors.newThreadPerTaskExecutor(
                Thread.ofVirtual().name("gateway-", 0).factory());
        return new Surroundings(clock, virtualThreads);
    }

    @Produces
    @Singleton
    Settings settings(GatewayConfig config) throws IOException {
        return config.settings().isPresent()
                ? SettingsFile.read(config.settings().get(), System.getenv())
                : SettingsFile.parse("", "no settings file", System.getenv());
    }

    @Produces
    @Singleton
    DiskContentStore diskStore(GatewayConfig gateway, StoreConfig config, Settings settings, InstantSource clock)
            throws IOException {
        ByteCount maximum = settings.store().maximumSize().orElse(bytes(config.maximumSize()));
        ContentStoreSettings store = new ContentStoreSettings(
                gateway.data().resolve("content"),
                maximum,
                config.evictionTarget(),
                bytes(config.minimumFree()),
                config.recencyStep(),
                config.parallelHashes());
        // Nothing is hosted yet: all content can be fetched again, so nothing is pinned.
        return new DiskContentStore(store, _ -> false, clock);
    }

    @Produces
    @Singleton
    ContentUpkeep upkeep(DiskContentStore disk, StoreConfig config) {
        ScrubSettings scrub = new ScrubSettings(bytes(config.scrubBytesPerSecond()), config.scrubRest());
        return new ContentUpkeep(disk, new Scrub(disk, scrub, new SecureRandom()));
    }

    void stop(@Disposes ContentUpkeep upkeep) {
        upkeep.close();
    }

    @Produces
    @Singleton
    Records records(GatewayConfig gateway) throws IOException {
        return new DiskRecords(gateway.data().resolve("records"));
    }

    @Produces
    @Singleton
    Sightings sightings(GatewayConfig gateway) throws IOException {
        return new DiskSightings(gateway.data().resolve("sightings"));
    }

    @Produces
    @Singleton
    JournalOutbox outbox(GatewayConfig gateway, StoreConfig config) throws IOException {
        return new JournalOutbox(new JournalSettings(
                gateway.data().resolve("outbox"),
                bytes(config.outboxSize()),
                bytes(config.outboxSegment()),
                Set.of(KAFKA, POSTGRES)));
    }

    void stop(@Disposes JournalOutbox outbox) throws IOException {
        outbox.close();
    }

    @Produces
    @Singleton
    EventMessages messages(Settings settings) {
        return new EventMessages(settings.site());
    }

    @Produces
    @Singleton
    Recalls recalls(
            GatewayConfig gateway, Settings settings, JournalOutbox outbox, EventMessages messages, InstantSource clock)
            throws IOException {
        DiskRecalls store = new DiskRecalls(gateway.data().resolve("recalls"));
        Policy rules = new Policy(settings.policies(), RecallBook.empty());
        return new Recalls(store, outbox, messages, rules, clock);
    }

    static ByteCount bytes(MemorySize size) {
        return ByteCount.of(size.asLongValue());
    }
}
