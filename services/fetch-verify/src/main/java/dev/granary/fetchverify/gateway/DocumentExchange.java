package dev.granary.fetchverify.gateway;

import dev.granary.fetchverify.format.DocumentKey;
import dev.granary.fetchverify.format.Format;
import dev.granary.fetchverify.format.Listing;
import dev.granary.fetchverify.format.MalformedDocumentException;
import dev.granary.fetchverify.source.Upstream;
import dev.granary.fetchverify.source.UpstreamAnswer;
import dev.granary.fetchverify.store.ContentStore;
import dev.granary.fetchverify.store.DocumentRecord;
import dev.granary.fetchverify.store.IncomingContent;
import dev.granary.fetchverify.store.SharedCache;
import dev.granary.fetchverify.store.SharedCache.Lease;
import dev.granary.fetchverify.store.SharedCache.SharedDocument;
import dev.granary.fetchverify.store.StoredContent;
import dev.granary.fetchverify.verify.RunningDigests;
import java.io.IOException;
import java.net.URI;
import java.nio.ByteBuffer;
import java.nio.file.Files;
import java.time.Duration;
import java.time.Instant;
import java.util.Optional;
import java.util.Set;
import java.util.function.Supplier;
import org.jboss.logging.Logger;

/** Shares documents with the site's other replicas, so that one of them asks the upstream for all. */
public final class DocumentExchange {
    private static final Logger LOGGER = Logger.getLogger(DocumentExchange.class);

    /** How long another replica may take to fetch before this one asks the upstream itself. */
    private static final Duration PATIENCE = Duration.ofSeconds(2);

    private static final Duration LOOK_AGAIN = Duration.ofMillis(40);

    /** Documents above this size are fetched by each replica: Redis is no place for 40 MB. */
    private static final long LARGEST_SHARED = 1024 * 1024;

    private final DocumentShelf shelf;
    private final ContentStore store;
    private final SharedCache shared;
    private final Evidence evidence;
    private final Duration timeToLive;

    public DocumentExchange(
            DocumentShelf shelf, ContentStore store, SharedCache shared, Evidence evidence, Duration timeToLive) {
        this.shelf = shelf;
        this.store = store;
        this.shared = shared;
        this.evidence = evidence;
        this.timeToLive = timeToLive;
    }

    /** Takes what another replica has just fetched; else runs {@code fetch} as the one that fetches for all. */
    HeldDocument orElseFetch(Format format, DocumentKey key, Supplier<HeldDocument> fetch) {
        Optional<Lease> lease = shared.tryLease(key.key(), PATIENCE.multipliedBy(5));
        if (lease.isEmpty()) {
            return waitForOther(format, key).orElseGet(fetch);
        }
        try (Lease _ = lease.get()) {
            return fetch.get();
        }
    }

    /** A document as it is held: what was seen first counts, and since when. */
    HeldDocument hold(DocumentKey key, DocumentRecord document, Listing listing, StoredContent content) {
        return shelf.hold(key, document, listing, content);
    }

    /** Puts a document on the shelf and offers it to the other replicas. */
    void keep(HeldDocument fresh) {
        shelf.keep(fresh);
        shared.forgetAbsent(fresh.key().key());
        if (fresh.document().size() > LARGEST_SHARED) {
            return;
        }
        try {
            byte[] bytes = Files.readAllBytes(fresh.content().path());
            shared.offerDocument(new SharedDocument(fresh.document(), ByteBuffer.wrap(bytes)), timeToLive);
        } catch (IOException e) {
            LOGGER.debugf("%s is not shared: %s", fresh.key().key(), e.getMessage());
        }
    }

    void markAbsent(DocumentKey key, Instant now, Duration believed) {
        shelf.markAbsent(key, now, believed);
        shared.markAbsent(key.key(), believed);
    }

    /** Tells reputation of an upstream that gave no document. */
    void report(Upstream upstream, DocumentKey key, UpstreamAnswer answer) {
        evidence.documentNotGiven(upstream, key, answer);
    }

    private Optional<HeldDocument> waitForOther(Format format, DocumentKey key) {
        long deadline = System.nanoTime() + PATIENCE.toNanos();
        while (System.nanoTime() < deadline) {
            Optional<HeldDocument> found = shared.findDocument(key.key()).flatMap(d -> adopt(format, key, d));
            if (found.isPresent()) {
                return found;
            }
            try {
                Thread.sleep(LOOK_AGAIN);
            } catch (InterruptedException e) {
                Thread.currentThread().interrupt();
                return Optional.empty();
            }
        }
        return Optional.empty();
    }

    private Optional<HeldDocument> adopt(Format format, DocumentKey key, SharedDocument other) {
        DocumentRecord document = other.document();
        RunningDigests digests = new RunningDigests(Set.of());
        digests.update(other.bytes());
        if (!digests.finishSha256().equals(document.sha256())) {
            LOGGER.warnf("the shared cache holds wrong bytes for %s; they are not used", key.key());
            return Optional.empty();
        }
        try (IncomingContent incoming = store.receive()) {
            incoming.write(other.bytes().duplicate());
            StoredContent content = incoming.keep(document.sha256());
            Listing listing = DocumentShelf.list(format, key, URI.create(document.base()), content);
            HeldDocument held = shelf.hold(key, document, listing, content);
            shelf.keep(held);
            return Optional.of(held);
        } catch (IOException | MalformedDocumentException e) {
            LOGGER.warnf("a shared %s can't be taken: %s", key.key(), e.getMessage());
            return Optional.empty();
        }
    }
}
