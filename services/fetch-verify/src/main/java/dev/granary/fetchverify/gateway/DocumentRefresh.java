package dev.granary.fetchverify.gateway;

import static java.util.stream.Collectors.toMap;

import dev.granary.fetchverify.FetchVerifyError;
import dev.granary.fetchverify.format.DocumentKey;
import dev.granary.fetchverify.format.Format;
import dev.granary.fetchverify.format.ListedFile;
import dev.granary.fetchverify.format.Listing;
import dev.granary.fetchverify.format.MalformedDocumentException;
import dev.granary.fetchverify.freshness.FreshnessSettings;
import dev.granary.fetchverify.source.Upstream;
import dev.granary.fetchverify.source.UpstreamAnswer;
import dev.granary.fetchverify.source.UpstreamAnswer.Content;
import dev.granary.fetchverify.source.UpstreamAnswer.ContentHeaders;
import dev.granary.fetchverify.source.UpstreamAnswer.Unchanged;
import dev.granary.fetchverify.source.UpstreamClient;
import dev.granary.fetchverify.source.UpstreamRequest;
import dev.granary.fetchverify.source.UpstreamRequest.Kind;
import dev.granary.fetchverify.source.UpstreamRequest.Validators;
import dev.granary.fetchverify.store.ContentStore;
import dev.granary.fetchverify.store.DocumentRecord;
import dev.granary.fetchverify.store.IncomingContent;
import dev.granary.fetchverify.store.StoredContent;
import dev.granary.fetchverify.verify.RunningDigests;
import dev.granary.kernel.ByteCount;
import dev.granary.kernel.GranaryException;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.time.Instant;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import org.jboss.logging.Logger;

/** Asks upstreams for a document, reads it, and puts it on the shelf when it is sound. */
public final class DocumentRefresh {
    private static final Logger LOGGER = Logger.getLogger(DocumentRefresh.class);
    private static final int CHUNK = 64 * 1024;

    private final Sources sources;
    private final UpstreamClient client;
    private final ContentStore store;
    private final DocumentExchange exchange;
    private final Settings settings;

    /**
     * What refreshing depends on.
     *
     * @param largest the longest document to take
     * @param freshness how long answers may be believed
     */
    public record Settings(ByteCount largest, FreshnessSettings freshness, InstantSource clock) {}

    public DocumentRefresh(
            Sources sources, UpstreamClient client, ContentStore store, DocumentExchange exchange, Settings settings) {
        this.sources = sources;
        this.client = client;
        this.store = store;
        this.exchange = exchange;
        this.settings = settings;
    }

    /**
     * Fetches a document, or finds that what is held is still right.
     *
     * @throws GranaryException when no upstream gives a sound one
     */
    HeldDocument fetch(Format format, DocumentKey key, Optional<HeldDocument> held, RequestTrace trace) {
        return exchange.orElseFetch(format, key, () -> ask(format, key, held, trace));
    }

    private HeldDocument ask(Format format, DocumentKey key, Optional<HeldDocument> held, RequestTrace trace) {
        List<Upstream> candidates = sources.candidates(key.ecosystem(), key.repository());
        if (candidates.isEmpty()) {
            throw UpstreamFailures.notConfigured(key.ecosystem(), key.repository());
        }
        List<GranaryException> failures = new ArrayList<>();
        for (Upstream upstream : candidates) {
            try {
                return askOne(format, key, held, new Ask(upstream, trace));
            } catch (GranaryException e) {
                failures.add(e);
            }
        }
        GranaryException failure = UpstreamFailures.tellingOf(failures);
        if (failure.code() == FetchVerifyError.NOT_FOUND) {
            exchange.markAbsent(
                    key, settings.clock().instant(), settings.freshness().absent());
        }
        throw failure;
    }

    private record Ask(Upstream upstream, RequestTrace trace) {}

    private HeldDocument askOne(Format format, DocumentKey key, Optional<HeldDocument> held, Ask ask) {
        Upstream upstream = ask.upstream();
        Optional<HeldDocument> sameSource =
                held.filter(h -> h.document().source().equals(upstream.id()));
        UpstreamRequest request = new UpstreamRequest(
                upstream,
                upstream.base().resolve(key.upstreamPath()),
                Kind.DOCUMENT,
                format.accept(key),
                sameSource.map(DocumentRefresh::validators),
                settings.largest());
        UpstreamAnswer answer = ask.trace().phase("document", () -> client.ask(request));
        if (answer instanceof Unchanged(ContentHeaders headers) && sameSource.isPresent()) {
            return confirmed(sameSource.get(), headers);
        }
        if (answer instanceof Content content) {
            return ask.trace().phase("read", () -> take(format, key, held, upstream, content));
        }
        exchange.report(upstream, key, answer);
        throw UpstreamFailures.of(upstream, key.path(), answer);
    }

    private HeldDocument confirmed(HeldDocument held, ContentHeaders headers) {
        DocumentRecord document =
                held.document().validated(settings.clock().instant(), headers.etag(), headers.lastModified());
        HeldDocument fresh = new HeldDocument(held.key(), document, held.listing(), held.content(), held.firstSeen());
        exchange.keep(fresh);
        return fresh;
    }

    private HeldDocument take(
            Format format, DocumentKey key, Optional<HeldDocument> held, Upstream upstream, Content answer) {
        try (var body = answer.body();
                IncomingContent incoming = store.receive()) {
            RunningDigests digests = new RunningDigests(Set.of());
            ByteBuffer chunk = ByteBuffer.allocate(CHUNK);
            while (body.read(chunk) >= 0) {
                chunk.flip();
                digests.update(chunk);
                incoming.write(chunk);
                chunk.clear();
            }
            StoredContent content = incoming.keep(digests.finishSha256());
            Listing listing = DocumentShelf.list(format, key, upstream.base().uri(), content);
            return accept(key, held, new Arrival(upstream, answer.headers(), content, listing));
        } catch (MalformedDocumentException e) {
            throw new GranaryException(
                    FetchVerifyError.BAD_UPSTREAM_METADATA,
                    upstream.id() + " sent a " + key.path() + " that can't be read: " + e.getMessage(),
                    e);
        } catch (IOException e) {
            throw new GranaryException(
                    FetchVerifyError.UPSTREAM_UNREACHABLE,
                    upstream.id() + " broke off while sending " + key.path() + ": " + e.getMessage(),
                    e);
        }
    }

    private record Arrival(Upstream upstream, ContentHeaders headers, StoredContent content, Listing listing) {}

    private HeldDocument accept(DocumentKey key, Optional<HeldDocument> held, Arrival arrival) {
        Map<String, String> pins =
                held.map(h -> changedPins(h, arrival.listing())).orElse(Map.of());
        Instant now = settings.clock().instant();
        DocumentRecord document = new DocumentRecord(
                key.key(),
                arrival.content().sha256(),
                arrival.content().size().value(),
                arrival.upstream().id(),
                arrival.upstream().base().uri().toString(),
                arrival.headers().contentType(),
                arrival.headers().etag(),
                arrival.headers().lastModified(),
                now,
                now,
                pins);
        HeldDocument fresh = exchange.hold(key, document, arrival.listing(), arrival.content());
        exchange.keep(fresh);
        return fresh;
    }

    /** First-seen digests of files that the upstream now lists with other ones: those seen first stay in force. */
    private static Map<String, String> changedPins(HeldDocument held, Listing listing) {
        Map<String, ListedFile> now = listing.files().stream().collect(toMap(ListedFile::path, f -> f, (a, b) -> a));
        Map<String, String> pins = new HashMap<>(held.document().pins());
        for (ListedFile before : held.listing().files()) {
            ListedFile after = now.get(before.path());
            if (after != null && contradicts(before, after)) {
                pins.putIfAbsent(before.path(), DocumentShelf.line(before));
                LOGGER.errorf(
                        "HASH_CHANGED: %s now lists %s with %s, first seen with %s; the first one stays in force",
                        held.document().source(), before.path(), after.digests(), before.digests());
            }
        }
        return pins;
    }

    private static boolean contradicts(ListedFile before, ListedFile after) {
        return before.digests().stream().anyMatch(known -> after.digests().stream()
                .anyMatch(d -> d.algorithm() == known.algorithm() && !d.equals(known)));
    }

    private static Validators validators(HeldDocument held) {
        return new Validators(held.document().etag(), held.document().lastModified());
    }
}
