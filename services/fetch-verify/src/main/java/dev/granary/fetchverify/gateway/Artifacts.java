package dev.granary.fetchverify.gateway;

import dev.granary.fetchverify.expectation.Expectation;
import dev.granary.fetchverify.format.ArtifactFile;
import dev.granary.fetchverify.format.Format;
import dev.granary.fetchverify.policy.Policy;
import dev.granary.fetchverify.policy.Verdict;
import dev.granary.fetchverify.policy.Verdict.Allowed;
import dev.granary.fetchverify.policy.Verdict.Denied;
import dev.granary.fetchverify.store.ArtifactRecord;
import dev.granary.fetchverify.store.ContentStore;
import dev.granary.fetchverify.store.Records;
import dev.granary.fetchverify.store.StoredContent;
import java.time.InstantSource;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ConcurrentMap;
import java.util.concurrent.Executor;
import java.util.function.Supplier;

/** Artifacts: held ones from the store, others fetched once for all who ask meanwhile. */
public final class Artifacts {
    private final Records records;
    private final ContentStore store;
    private final ArtifactFetch.Means means;
    private final Supplier<Policy> policy;
    private final InstantSource clock;
    private final Executor executor;
    private final ConcurrentMap<String, Flight> flights = new ConcurrentHashMap<>();

    public Artifacts(
            Records records,
            ContentStore store,
            ArtifactFetch.Means means,
            Supplier<Policy> policy,
            Documents.Surroundings surroundings) {
        this.records = records;
        this.store = store;
        this.means = means;
        this.policy = policy;
        this.clock = surroundings.clock();
        this.executor = surroundings.executor();
    }

    /** A fetch under way. */
    record Flight(Transfer transfer, CompletableFuture<Finding> finding) {}

    /**
     * Gives an artifact; blocks until it is known what the file must be, not until its bytes are here.
     *
     * @throws dev.granary.kernel.GranaryException when nothing trusted tells what the file must be
     */
    public ArtifactAnswer require(Format format, ArtifactFile file, RequestTrace trace) {
        Optional<ArtifactRecord> known = records.findArtifact(file.key());
        if (known.isPresent()) {
            if (judge(known.get().expectation()) instanceof Denied denied) {
                return new ArtifactAnswer.Refused(denied);
            }
            Optional<StoredContent> content = store.find(known.get().sha256());
            if (content.isPresent()) {
                return new ArtifactAnswer.Held(known.get(), content.get());
            }
        }
        Flight flight = join(format, file, trace);
        Expectation expectation = SingleFlight.await(flight.finding()).expectation();
        return switch (judge(expectation)) {
            case Denied denied -> new ArtifactAnswer.Refused(denied);
            case Allowed allowed -> new ArtifactAnswer.Coming(flight.transfer(), expectation);
        };
    }

    private Flight join(Format format, ArtifactFile file, RequestTrace trace) {
        Flight mine = new Flight(new Transfer(), new CompletableFuture<>());
        Flight running = flights.putIfAbsent(file.key(), mine);
        if (running != null) {
            return running;
        }
        ArtifactFetch fetch = new ArtifactFetch(means, this::judge, format, file, trace.fork());
        executor.execute(() -> {
            try {
                fetch.run(mine);
            } finally {
                flights.remove(file.key(), mine);
            }
        });
        return mine;
    }

    private Verdict judge(Expectation expectation) {
        return policy.get()
                .judgeVersion(
                        expectation.file().coordinate(),
                        expectation.publishedAt(),
                        expectation.firstSeenAt(),
                        clock.instant());
    }
}
