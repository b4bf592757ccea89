package dev.granary.fetchverify.gateway;

import dev.granary.contracts.v1.ArtifactFetched;
import dev.granary.fetchverify.event.EventMessages;
import dev.granary.fetchverify.event.MemoryOutbox;
import dev.granary.fetchverify.event.OutgoingEvent;
import dev.granary.fetchverify.expectation.MemorySightings;
import dev.granary.fetchverify.expectation.SharedPins;
import dev.granary.fetchverify.format.Format;
import dev.granary.fetchverify.format.UpstreamBase;
import dev.granary.fetchverify.freshness.FreshnessSettings;
import dev.granary.fetchverify.gateway.Documents.Surroundings;
import dev.granary.fetchverify.policy.EcosystemPolicy;
import dev.granary.fetchverify.policy.Policy;
import dev.granary.fetchverify.policy.RecallBook;
import dev.granary.fetchverify.source.Upstream;
import dev.granary.fetchverify.store.ContentStore;
import dev.granary.fetchverify.store.Contents;
import dev.granary.fetchverify.store.MemoryContentStore;
import dev.granary.fetchverify.store.MemoryRecords;
import dev.granary.fetchverify.store.MemorySharedCache;
import dev.granary.fetchverify.store.Records;
import dev.granary.kernel.ByteCount;
import dev.granary.kernel.Ecosystem;
import dev.granary.testing.ManualClock;
import io.opentelemetry.api.OpenTelemetry;
import io.opentelemetry.context.Context;
import java.net.URI;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Phaser;

/** The whole way of a request between the door and the ports, with memory twins behind and scripted upstreams. */
final class GatewayFixture implements AutoCloseable {
    static final String ONE = "http://127.0.0.1:1/";
    static final String TWO = "http://127.0.0.1:2/";
    static final FreshnessSettings FRESHNESS = new FreshnessSettings(
            Duration.ofMinutes(5),
            Duration.ofMinutes(5),
            Duration.ofHours(24),
            Duration.ofMinutes(10),
            Duration.ofSeconds(30));

    final ManualClock clock = ManualClock.at("2026-01-02T03:04:05Z");
    final ScriptedUpstreams upstreams = new ScriptedUpstreams();
    final MemoryOutbox outbox = new MemoryOutbox(1000);
    final MemorySharedCache shared = new MemorySharedCache(clock);
    final List<Upstream> configured = new ArrayList<>(List.of(upstream("one", ONE)));
    final ExecutorService threads = Executors.newVirtualThreadPerTaskExecutor();
    private final Phaser work = new Phaser(1);
    final ContentStore store;
    final Records records;
    volatile Policy policy = new Policy(Map.of(ListFormat.LIST, EcosystemPolicy.OPEN), RecallBook.empty());
    SharedPins pins = _ -> Optional.empty();
    final MemorySightings sightings = new MemorySightings();
    Format format = new ListFormat(true);

    GatewayFixture(Path directory) {
        this(directory, new MemoryRecords());
    }

    GatewayFixture(Path directory, Records records) {
        this.store = new MemoryContentStore(directory);
        this.records = records;
    }

    static Upstream upstream(String name, String base) {
        return new Upstream(ListFormat.LIST, name, new UpstreamBase(URI.create(base)));
    }

    Documents documents() {
        Evidence evidence = evidence();
        DocumentShelf shelf = new DocumentShelf(records, sightings, store, 1024 * 1024, 100);
        DocumentExchange exchange = new DocumentExchange(shelf, store, shared, evidence, FRESHNESS.index());
        DocumentRefresh refresh = new DocumentRefresh(
                this::candidates,
                upstreams,
                store,
                exchange,
                new DocumentRefresh.Settings(ByteCount.ofMebibytes(1), FRESHNESS, clock));
        return new Documents(shelf, refresh, shared, FRESHNESS, surroundings());
    }

    Artifacts artifacts() {
        Documents documents = documents();
        ArtifactFetch.Means means = new ArtifactFetch.Means(
                new Expectations(records, pins, documents, this::candidates, clock),
                this::candidates,
                upstreams,
                store,
                records,
                evidence(),
                this::execute,
                clock,
                ByteCount.ofMebibytes(10));
        return new Artifacts(records, store, means, () -> policy, surroundings());
    }

    Evidence evidence() {
        return new Evidence(outbox, new EventMessages("test"), clock);
    }

    RequestTrace trace() {
        return new RequestTrace(OpenTelemetry.noop().getTracer("test"), Context.root());
    }

    /** The events of fetches so far. */
    List<ArtifactFetched> fetched() {
        return outbox.appended().stream()
                .map(OutgoingEvent::message)
                .filter(ArtifactFetched.class::isInstance)
                .map(ArtifactFetched.class::cast)
                .toList();
    }

    /** One line of an index: what {@code version} must be. */
    static String line(String version, byte[] bytes) {
        return version + " " + Contents.sha256(bytes).hex() + "\n";
    }

    private List<Upstream> candidates(Ecosystem ecosystem, String repository) {
        return List.copyOf(configured);
    }

    private Surroundings surroundings() {
        return new Surroundings(clock, this::execute);
    }

    private void execute(Runnable task) {
        work.register();
        threads.execute(() -> {
            try {
                task.run();
            } finally {
                work.arriveAndDeregister();
            }
        });
    }

    /** Waits until nothing is under way behind the scenes. */
    void awaitIdle() {
        work.arriveAndAwaitAdvance();
    }

    @Override
    public void close() {
        threads.shutdownNow();
    }
}
