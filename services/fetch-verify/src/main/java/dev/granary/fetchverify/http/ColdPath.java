package dev.granary.fetchverify.http;

import dev.granary.fetchverify.FetchVerifyError;
import dev.granary.fetchverify.format.ArtifactFile;
import dev.granary.fetchverify.format.DocumentKey;
import dev.granary.fetchverify.format.Format;
import dev.granary.fetchverify.format.ListedFile;
import dev.granary.fetchverify.format.View;
import dev.granary.fetchverify.gateway.ArtifactAnswer.Coming;
import dev.granary.fetchverify.gateway.ArtifactAnswer.Held;
import dev.granary.fetchverify.gateway.ArtifactAnswer.Refused;
import dev.granary.fetchverify.gateway.DocumentAnswer;
import dev.granary.fetchverify.gateway.RenderedBody;
import dev.granary.fetchverify.gateway.Renderings;
import dev.granary.fetchverify.gateway.Renderings.RenderAnswer;
import dev.granary.fetchverify.gateway.Transfer.Kept;
import dev.granary.fetchverify.http.ReadyAnswer.Body;
import dev.granary.fetchverify.http.ReadyAnswer.Validity;
import dev.granary.fetchverify.policy.Policy;
import dev.granary.fetchverify.policy.Verdict.Denied;
import dev.granary.fetchverify.request.Conditions;
import dev.granary.fetchverify.store.ArtifactRecord;
import dev.granary.fetchverify.store.StoredContent;
import dev.granary.kernel.GranaryException;
import dev.granary.kernel.PackageCoordinate;
import io.vertx.core.buffer.Buffer;
import io.vertx.core.http.HttpHeaders;
import io.vertx.core.http.HttpMethod;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CompletionException;
import java.util.concurrent.Semaphore;
import org.jboss.logging.Logger;

/** Answers what is not at hand. Runs on virtual threads, one a request. */
final class ColdPath {
    private static final Logger LOGGER = Logger.getLogger(ColdPath.class);

    /** Clients that are sent a file while it comes in; more of them wait for its end and are then served from disk. */
    private static final int MOST_FOLLOWERS = 256;

    private final Means means;
    private final Semaphore followers = new Semaphore(MOST_FOLLOWERS);

    ColdPath(Means means) {
        this.means = means;
    }

    /** Answers a request for an artifact. */
    void artifact(Exchange exchange, Format format, ArtifactFile file) throws InterruptedException {
        Policy policy = means.policy().get();
        switch (means.artifacts().require(format, file, exchange.trace())) {
            case Held(ArtifactRecord artifact, StoredContent content) ->
                exchange.send(keep(exchange.artifactKey(), ready(artifact, content, policy)), AnswerHeaders.HIT);
            case Refused(Denied denied) -> exchange.refuse(denied, means.clock().instant());
            case Coming coming -> follow(exchange, coming, policy);
        }
    }

    private void follow(Exchange exchange, Coming coming, Policy policy) throws InterruptedException {
        boolean whole = HttpMethod.GET.equals(exchange.request().method())
                && exchange.request().getHeader(AnswerHeaders.RANGE) == null
                && exchange.request().getHeader(HttpHeaders.IF_NONE_MATCH) == null;
        if (!whole || !followers.tryAcquire()) {
            sendKept(exchange, await(coming), policy);
            return;
        }
        try {
            TransferWriter writer = new TransferWriter(
                    exchange.request(), exchange.eventLoop(), means.limits().clientPatience());
            var outcome = writer.follow(coming.transfer(), AnswerHeaders.ofComing(coming.expectation()));
            if (outcome instanceof TransferWriter.Outcome.NothingSent(Kept kept)) {
                sendKept(exchange, kept, policy);
            }
        } finally {
            followers.release();
        }
    }

    private static Kept await(Coming coming) {
        try {
            return coming.transfer().end().join();
        } catch (CompletionException e) {
            if (e.getCause() instanceof GranaryException failure) {
                throw failure;
            }
            throw e;
        }
    }

    private void sendKept(Exchange exchange, Kept kept, Policy policy) {
        ReadyAnswer answer = ready(kept.artifact(), kept.content(), policy);
        exchange.send(keep(exchange.artifactKey(), answer), AnswerHeaders.MISS);
    }

    private ReadyAnswer ready(ArtifactRecord artifact, StoredContent content, Policy policy) {
        return new ReadyAnswer(
                AnswerHeaders.etag(artifact.sha256()),
                AnswerHeaders.ofArtifact(artifact),
                means.bodies().of(content),
                artifact.sha256(),
                new Validity(policy.recalls().revision(), Instant.MAX));
    }

    /** Answers a request for a document. */
    void document(Exchange exchange, Format format, DocumentKey key, View view) {
        Policy policy = means.policy().get();
        DocumentAnswer document = means.documents().require(format, key, exchange.trace());
        boolean gzip = Conditions.acceptsGzip(AnswerWriter.value(exchange.request(), HttpHeaders.ACCEPT_ENCODING));
        Instant now = means.clock().instant();
        RenderAnswer rendered = exchange.trace().phase("render", () -> means.renderings()
                .render(format, document.held(), new Renderings.Wanted(view, gzip), policy, now));
        switch (rendered) {
            case RenderAnswer.Ready ready -> send(exchange, document, ready, gzip, policy);
            case RenderAnswer.NotThere(String sentence) ->
                throw new GranaryException(FetchVerifyError.NOT_FOUND, sentence);
            case RenderAnswer.Hidden(String version) -> exchange.refuse(denied(document, version, policy, now), now);
        }
    }

    private void send(
            Exchange exchange, DocumentAnswer document, RenderAnswer.Ready ready, boolean gzip, Policy policy) {
        Instant now = means.clock().instant();
        Instant fresh = means.documents().freshUntil(document.held());
        Instant until = fresh.isBefore(ready.changesAt()) ? fresh : ready.changesAt();
        List<ReadyAnswer.Header> headers =
                new ArrayList<>(AnswerHeaders.ofDocument(ready, gzip, Duration.between(now, until)));
        document.staleBecause().ifPresent(reason -> {
            headers.add(new ReadyAnswer.Header(AnswerHeaders.WARNING, "110 - \"Response is Stale\""));
            LOGGER.infof("serving stale %s: %s", document.held().key().key(), reason.getMessage());
        });
        ReadyAnswer answer = new ReadyAnswer(
                AnswerHeaders.etag(ready.body().sha256()),
                headers,
                body(ready.body()),
                ready.body().sha256(),
                new Validity(policy.recalls().revision(), until));
        boolean stale = document.staleBecause().isPresent();
        if (!stale) {
            keep(exchange.documentKey(gzip), answer);
        }
        CharSequence cached = document.cached() ? AnswerHeaders.HIT : AnswerHeaders.MISS;
        exchange.send(answer, stale ? AnswerHeaders.STALE : cached);
    }

    private Denied denied(DocumentAnswer document, String version, Policy policy, Instant now) {
        PackageCoordinate coordinate =
                document.held().key().coordinate().orElseThrow().withVersion(version);
        Optional<ListedFile> file = document.held().listing().files().stream()
                .filter(listed -> listed.version().equals(version))
                .findFirst();
        Optional<Instant> published = file.flatMap(ListedFile::publishedAt);
        Instant firstSeen = file.map(document.held()::firstSeenAt).orElse(now);
        if (policy.judgeVersion(coordinate, published, firstSeen, now) instanceof Denied denied) {
            return denied;
        }
        throw new GranaryException(FetchVerifyError.NOT_FOUND, coordinate + " has come out this moment: ask again.");
    }

    private ReadyAnswer keep(String key, ReadyAnswer answer) {
        means.hot().keep(key, answer);
        return answer;
    }

    private static Body body(RenderedBody body) {
        return switch (body) {
            case RenderedBody.InMemory(var sha256, var bytes) -> {
                byte[] copy = new byte[bytes.remaining()];
                bytes.duplicate().get(copy);
                yield new Body.InMemory(Buffer.buffer(copy));
            }
            case RenderedBody.Stored(StoredContent content) ->
                new Body.OnDisk(content.path().toString(), content.size().value());
        };
    }
}
