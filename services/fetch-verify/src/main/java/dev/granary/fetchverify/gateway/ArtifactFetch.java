package dev.granary.fetchverify.gateway;

import dev.granary.fetchverify.FetchVerifyError;
import dev.granary.fetchverify.event.FetchOutcome;
import dev.granary.fetchverify.event.FetchResult;
import dev.granary.fetchverify.expectation.Expectation;
import dev.granary.fetchverify.format.ArtifactFile;
import dev.granary.fetchverify.format.Format;
import dev.granary.fetchverify.gateway.Artifacts.Flight;
import dev.granary.fetchverify.gateway.Finding.Location;
import dev.granary.fetchverify.gateway.Transfer.Kept;
import dev.granary.fetchverify.policy.Verdict;
import dev.granary.fetchverify.source.RestartRequiredException;
import dev.granary.fetchverify.source.Upstream;
import dev.granary.fetchverify.source.UpstreamAnswer;
import dev.granary.fetchverify.source.UpstreamAnswer.Content;
import dev.granary.fetchverify.source.UpstreamClient;
import dev.granary.fetchverify.source.UpstreamRequest;
import dev.granary.fetchverify.source.UpstreamRequest.Kind;
import dev.granary.fetchverify.store.ContentStore;
import dev.granary.fetchverify.store.Records;
import dev.granary.kernel.ByteCount;
import dev.granary.kernel.GranaryException;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.Executor;
import java.util.function.Function;

/**
 * Fetches one file for all who wait: finds out what it must be, lets the bytes travel meanwhile, and goes from source to
 * source until one gives the right bytes.
 */
public final class ArtifactFetch {
    /** How often one fetch begins again from zero because the upstream changed the file while it was sent. */
    private static final int MOST_RESTARTS = 2;

    private final Means means;
    private final Function<Expectation, Verdict> judge;
    private final Format format;
    private final ArtifactFile file;
    private final RequestTrace trace;

    /**
     * What fetching needs.
     *
     * @param largest the longest artifact to take
     */
    public record Means(
            Expectations expectations,
            Sources sources,
            UpstreamClient client,
            ContentStore store,
            Records records,
            Evidence evidence,
            Executor executor,
            InstantSource clock,
            ByteCount largest) {}

    ArtifactFetch(
            Means means, Function<Expectation, Verdict> judge, Format format, ArtifactFile file, RequestTrace trace) {
        this.means = means;
        this.judge = judge;
        this.format = format;
        this.file = file;
        this.trace = trace;
    }

    /** Runs to the end; what comes of it is told through the flight. */
    void run(Flight flight) {
        try {
            Optional<Kept> held = findHeld();
            if (held.isPresent()) {
                flight.finding().complete(new Finding(held.get().artifact().expectation(), Optional.empty()));
                flight.transfer().keep(held.get());
                return;
            }
            means.executor().execute(() -> find(flight.finding()));
            fetch(flight);
        } catch (GranaryException e) {
            fail(flight, e);
        } catch (RuntimeException e) {
            fail(flight, new GranaryException(FetchVerifyError.INTERNAL, "Fetching " + file.path() + " failed.", e));
            throw e;
        }
    }

    /** Another fetch may have ended between the caller's look into the store and the start of this one. */
    private Optional<Kept> findHeld() {
        return means.records()
                .findArtifact(file.key())
                .flatMap(artifact -> means.store().find(artifact.sha256()).map(content -> new Kept(artifact, content)));
    }

    private void find(CompletableFuture<Finding> finding) {
        try {
            finding.complete(
                    trace.phase("expectation", () -> means.expectations().require(format, file, trace)));
        } catch (RuntimeException e) {
            finding.completeExceptionally(e);
        }
    }

    private void fetch(Flight flight) {
        List<GranaryException> failures = new ArrayList<>();
        List<Location> tried = new ArrayList<>();
        for (Optional<Location> next = first(flight); next.isPresent(); next = another(flight, tried)) {
            try {
                fetchFrom(next.get(), flight);
                return;
            } catch (GranaryException e) {
                failures.add(e);
                if (isFinal(e)) {
                    break;
                }
                boolean again = e.getCause() instanceof RestartRequiredException && failures.size() <= MOST_RESTARTS;
                if (!again) {
                    tried.add(next.get());
                }
            }
        }
        throw failures.isEmpty()
                ? UpstreamFailures.notConfigured(file.ecosystem(), file.repository())
                : UpstreamFailures.tellingOf(failures);
    }

    /** Where to begin: at the likely address at once when the index has to be asked for first, else at the listed one. */
    private Optional<Location> first(Flight flight) {
        List<Location> likely = likely();
        if (!flight.finding().isDone() && !likely.isEmpty()) {
            return Optional.of(likely.getFirst());
        }
        return another(flight, List.of());
    }

    private Optional<Location> another(Flight flight, List<Location> tried) {
        Finding finding = SingleFlight.await(flight.finding());
        List<Location> all = new ArrayList<>();
        finding.location().ifPresent(all::add);
        all.addAll(likely());
        Optional<Location> next = untried(all, tried);
        if (next.isPresent() || finding.location().isPresent()) {
            return next;
        }
        // What the file must be was known, but it is not where such files usually are: the index tells where.
        return untried(List.of(means.expectations().locate(format, file, trace)), tried);
    }

    private static Optional<Location> untried(List<Location> locations, List<Location> tried) {
        return locations.stream().filter(location -> !tried.contains(location)).findFirst();
    }

    private List<Location> likely() {
        return format.likelyPath(file)
                .map(path -> means.sources().candidates(file.ecosystem(), file.repository()).stream()
                        .map(upstream -> new Location(upstream, upstream.base().resolve(path)))
                        .toList())
                .orElse(List.of());
    }

    private void fetchFrom(Location location, Flight flight) {
        RequestTrace part = trace.fork();
        Upstream upstream = location.upstream();
        UpstreamRequest request =
                new UpstreamRequest(upstream, location.address(), Kind.ARTIFACT, "", Optional.empty(), means.largest());
        UpstreamAnswer answer = part.phase("upstream", () -> means.client().ask(request));
        if (answer instanceof Content content) {
            new Download(means, judge, flight, part).take(file, upstream, content);
            return;
        }
        GranaryException failure = UpstreamFailures.of(upstream, file.path(), answer);
        outcome(answer).ifPresent(outcome -> means.evidence()
                .fetchFailed(new FetchResult(
                        file.coordinate().toString(),
                        file.path(),
                        upstream.id(),
                        outcome,
                        failure.code().name(),
                        0,
                        1,
                        part.tracing())));
        throw failure;
    }

    /**
     * What {@code answer} tells of the upstream; empty when it tells of us alone: nobody was asked, or our own rules
     * forbid the address, which a setting of ours may have caused.
     */
    private static Optional<FetchOutcome> outcome(UpstreamAnswer answer) {
        return switch (answer) {
            case UpstreamAnswer.Absent absent -> Optional.of(FetchOutcome.NOT_FOUND);
            case UpstreamAnswer.Denied denied -> Optional.of(FetchOutcome.REFUSED);
            case UpstreamAnswer.Unavailable(String sentence, boolean asked, var retryAfter) ->
                asked ? Optional.of(FetchOutcome.FAILED) : Optional.empty();
            case UpstreamAnswer.Unchanged unchanged -> Optional.of(FetchOutcome.FAILED);
            case UpstreamAnswer.Forbidden forbidden -> Optional.empty();
            case UpstreamAnswer.Offline offline -> Optional.empty();
            case Content content -> throw new IllegalStateException("content is no failure");
        };
    }

    /** Whether no other try could do better. */
    static boolean isFinal(GranaryException failure) {
        return failure.getCause() instanceof OtherBytesException
                || failure.code() == FetchVerifyError.INTERNAL
                || failure.code() == FetchVerifyError.STORE_FULL
                || failure.code() == FetchVerifyError.POLICY_HELD
                || failure.code() == FetchVerifyError.RECALLED
                || failure.code() == FetchVerifyError.NAME_OWNED;
    }

    private static void fail(Flight flight, GranaryException failure) {
        flight.finding().completeExceptionally(failure);
        flight.transfer().fail(failure);
    }
}
