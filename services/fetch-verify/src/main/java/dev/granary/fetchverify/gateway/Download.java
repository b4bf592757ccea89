package dev.granary.fetchverify.gateway;

import dev.granary.fetchverify.FetchVerifyError;
import dev.granary.fetchverify.event.FetchOutcome;
import dev.granary.fetchverify.event.FetchResult;
import dev.granary.fetchverify.expectation.Expectation;
import dev.granary.fetchverify.format.ArtifactFile;
import dev.granary.fetchverify.gateway.ArtifactFetch.Means;
import dev.granary.fetchverify.gateway.Artifacts.Flight;
import dev.granary.fetchverify.gateway.Transfer.Kept;
import dev.granary.fetchverify.policy.Verdict;
import dev.granary.fetchverify.receipt.Receipt;
import dev.granary.fetchverify.receipt.Receipt.Decision;
import dev.granary.fetchverify.source.Upstream;
import dev.granary.fetchverify.source.UpstreamAnswer.Content;
import dev.granary.fetchverify.source.UpstreamBody;
import dev.granary.fetchverify.store.ArtifactRecord;
import dev.granary.fetchverify.store.IncomingContent;
import dev.granary.fetchverify.store.StoredContent;
import dev.granary.fetchverify.verify.RunningDigests;
import dev.granary.fetchverify.verify.VerificationOutcome;
import dev.granary.fetchverify.verify.VerificationOutcome.DigestMismatch;
import dev.granary.fetchverify.verify.VerificationOutcome.Verified;
import dev.granary.fetchverify.verify.VerificationOutcome.WrongLength;
import dev.granary.kernel.DigestAlgorithm;
import dev.granary.kernel.GranaryException;
import dev.granary.kernel.SourceId;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.util.EnumSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.UUID;
import java.util.function.Function;

/** Takes the bytes of one answer: hashes them as they come, releases them with the end held back, verifies, stores, tells. */
final class Download {
    private static final int CHUNK = 64 * 1024;

    /**
     * How far followers stay behind what has arrived: they can't have a whole body before it is verified, and a client
     * of a body shorter than this sees nothing of it before.
     */
    private static final int HOLD_BACK = 64 * 1024;

    /** What indexes name most; other algorithms are computed from the file at the end. */
    private static final Set<DigestAlgorithm> USUAL = EnumSet.of(DigestAlgorithm.SHA256, DigestAlgorithm.SHA512);

    private final Means means;
    private final Function<Expectation, Verdict> judge;
    private final Flight flight;
    private final RequestTrace trace;

    Download(Means means, Function<Expectation, Verdict> judge, Flight flight, RequestTrace trace) {
        this.means = means;
        this.judge = judge;
        this.flight = flight;
        this.trace = trace;
    }

    /**
     * Takes all bytes.
     *
     * @throws GranaryException when they are wrong, break off, can't be stored, or must not be handed out
     */
    void take(ArtifactFile file, Upstream upstream, Content answer) {
        try (UpstreamBody body = answer.body();
                IncomingContent incoming = means.store().receive()) {
            RunningDigests digests = new RunningDigests(algorithms());
            try {
                answer.headers().length().ifPresent(incoming::expect);
                Optional<Prefix> promised =
                        flight.transfer().begin(incoming, answer.headers().length());
                // The upstream may pause just when the finding comes: what has arrived by then is let go at once.
                var _ = flight.finding().thenRun(() -> flight.transfer().releaseArrived(incoming, HOLD_BACK));
                trace.phase("transfer", () -> copy(body, new Landing(incoming, digests, promised)));
                Expectation expectation = SingleFlight.await(flight.finding()).expectation();
                List<Decision> decisions = requireAllowed(expectation);
                Verified verified = trace.phase("verify", () -> verify(expectation, digests, incoming));
                flight.transfer().verified(verified.length());
                store(new Arrival(upstream.id(), expectation, decisions, verified, body.attempts()), incoming);
            } catch (GranaryException e) {
                if (e.code() == FetchVerifyError.INTEGRITY_MISMATCH) {
                    body.reportCorrupt();
                }
                tell(file, upstream.id(), e, new Received(digests.length(), body.attempts()));
                if (!ArtifactFetch.isFinal(e)) {
                    flight.transfer().suspend(incoming);
                }
                throw e;
            } finally {
                flight.transfer().detach();
            }
        } catch (IOException e) {
            throw new GranaryException(
                    FetchVerifyError.INTERNAL, "The store can't take " + file.path() + ": " + e.getMessage(), e);
        }
    }

    private Set<DigestAlgorithm> algorithms() {
        boolean known = flight.finding().isDone() && !flight.finding().isCompletedExceptionally();
        return known ? RunningDigests.algorithmsOf(flight.finding().join().expectation()) : USUAL;
    }

    /**
     * Where bytes go.
     *
     * @param promised how they must begin, because clients have had that much already
     */
    private record Landing(IncomingContent incoming, RunningDigests digests, Optional<Prefix> promised) {}

    private Void copy(UpstreamBody body, Landing landing) {
        IncomingContent incoming = landing.incoming();
        ByteBuffer chunk = ByteBuffer.allocate(CHUNK);
        Optional<Prefix> open = landing.promised();
        try {
            while (body.read(chunk) >= 0) {
                chunk.flip();
                landing.digests().update(chunk);
                incoming.write(chunk);
                chunk.clear();
                if (open.isPresent() && incoming.size() >= open.get().length()) {
                    goOn(open.get(), incoming);
                    open = Optional.empty();
                }
                if (open.isEmpty()) {
                    release(incoming.size() - HOLD_BACK);
                }
            }
            if (open.isPresent()) {
                throw new OtherBytesException("it is shorter than what clients have had");
            }
        } catch (IOException e) {
            throw new GranaryException(
                    FetchVerifyError.UPSTREAM_UNREACHABLE, "The transfer broke off: " + e.getMessage(), e);
        }
        return null;
    }

    /** Lets clients go on that have had the beginning of the file from elsewhere. */
    private void goOn(Prefix promised, IncomingContent incoming) throws IOException {
        if (!promised.isBeginningOf(incoming)) {
            throw new OtherBytesException("its first " + promised.length() + " bytes are others than clients have had");
        }
        flight.transfer().goOn(incoming);
    }

    /** Followers get nothing before it is known what the file must be and that policy lets it out. */
    private void release(long position) {
        if (position > 0 && flight.finding().isDone()) {
            flight.transfer().release(position);
        }
    }

    private List<Decision> requireAllowed(Expectation expectation) {
        return switch (judge.apply(expectation)) {
            case Verdict.Allowed(List<Decision> decisions) -> decisions;
            case Verdict.Denied denied -> throw new GranaryException(denied.code(), denied.sentence());
        };
    }

    private Verified verify(Expectation expectation, RunningDigests digests, IncomingContent incoming) {
        VerificationOutcome outcome = complete(expectation, digests, incoming).finish(expectation);
        return switch (outcome) {
            case Verified verified -> verified;
            case DigestMismatch(var expected, var actual) ->
                throw new GranaryException(
                        FetchVerifyError.INTEGRITY_MISMATCH,
                        expectation.file().path() + " must have " + expected + " by " + expectation.claimedBy()
                                + ", but the bytes that came have " + actual + ". Nothing was kept.");
            case WrongLength(long expected, long actual) ->
                throw new GranaryException(
                        FetchVerifyError.INTEGRITY_MISMATCH,
                        expectation.file().path() + " must be " + expected + " bytes long by " + expectation.claimedBy()
                                + ", but " + actual + " came. Nothing was kept.");
        };
    }

    private static RunningDigests complete(Expectation expectation, RunningDigests digests, IncomingContent incoming) {
        Set<DigestAlgorithm> needed = RunningDigests.algorithmsOf(expectation);
        if (digests.algorithms().containsAll(needed)) {
            return digests;
        }
        RunningDigests again = new RunningDigests(needed);
        ByteBuffer chunk = ByteBuffer.allocate(CHUNK);
        try {
            for (long at = 0; at < incoming.size(); at += chunk.limit()) {
                chunk.clear();
                incoming.read(chunk, at);
                chunk.flip();
                again.update(chunk);
            }
        } catch (IOException e) {
            throw new GranaryException(FetchVerifyError.INTERNAL, "What was written can't be read back.", e);
        }
        return again;
    }

    private record Arrival(
            SourceId source, Expectation expectation, List<Decision> decisions, Verified verified, int attempts) {}

    private void store(Arrival arrival, IncomingContent incoming) throws IOException {
        StoredContent content = trace.phase("store", () -> {
            try {
                return incoming.keep(arrival.verified().sha256());
            } catch (IOException e) {
                throw new GranaryException(FetchVerifyError.INTERNAL, "The disk refuses to keep a file.", e);
            }
        });
        Receipt receipt = new Receipt(
                UUID.randomUUID().toString(),
                means.clock().instant(),
                arrival.verified().verified(),
                arrival.verified().length(),
                arrival.attempts(),
                arrival.decisions(),
                trace.phases(),
                trace.traceId());
        ArtifactRecord artifact = new ArtifactRecord(
                arrival.expectation(),
                content.sha256(),
                content.size().value(),
                arrival.source(),
                Optional.of(receipt));
        FetchResult result = new FetchResult(
                arrival.expectation().file().coordinate().toString(),
                arrival.expectation().file().path(),
                arrival.source(),
                FetchOutcome.VERIFIED,
                "",
                arrival.verified().length(),
                arrival.attempts(),
                trace.tracing());
        // The event is durable before the record makes the artifact visible: whatever is held has been told of.
        trace.phase("tell", () -> {
            means.evidence().stored(result, artifact, receipt);
            return null;
        });
        means.records().keepArtifact(artifact);
        flight.transfer().keep(new Kept(artifact, content));
    }

    private record Received(long bytes, int attempts) {}

    private void tell(ArtifactFile file, SourceId source, GranaryException failure, Received received) {
        if (!(failure.code() instanceof FetchVerifyError code) || failure.getCause() instanceof OtherBytesException) {
            return;
        }
        Optional<FetchOutcome> outcome =
                switch (code) {
                    case INTEGRITY_MISMATCH -> Optional.of(FetchOutcome.CORRUPT);
                    case UPSTREAM_UNREACHABLE -> Optional.of(FetchOutcome.FAILED);
                    default -> Optional.empty();
                };
        outcome.ifPresent(o -> means.evidence()
                .fetchFailed(new FetchResult(
                        file.coordinate().toString(),
                        file.path(),
                        source,
                        o,
                        code.name(),
                        received.bytes(),
                        received.attempts(),
                        trace.tracing())));
    }
}
