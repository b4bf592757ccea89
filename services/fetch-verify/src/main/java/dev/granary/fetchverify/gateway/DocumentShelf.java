package dev.granary.fetchverify.gateway;

import com.github.benmanes.caffeine.cache.Cache;
import com.github.benmanes.caffeine.cache.Caffeine;
import dev.granary.fetchverify.expectation.Sightings;
import dev.granary.fetchverify.format.DocumentKey;
import dev.granary.fetchverify.format.Format;
import dev.granary.fetchverify.format.ListedFile;
import dev.granary.fetchverify.format.Listing;
import dev.granary.fetchverify.format.MalformedDocumentException;
import dev.granary.fetchverify.format.UpstreamBase;
import dev.granary.fetchverify.store.ContentStore;
import dev.granary.fetchverify.store.DocumentRecord;
import dev.granary.fetchverify.store.Records;
import dev.granary.fetchverify.store.StoredContent;
import dev.granary.kernel.ContentDigest;
import dev.granary.kernel.DigestAlgorithm;
import java.io.IOException;
import java.io.InputStream;
import java.net.URI;
import java.nio.file.Files;
import java.time.Duration;
import java.time.Instant;
import java.util.Arrays;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.jboss.logging.Logger;

/** The documents that are held, their listings in memory within a bound, and what is known to be absent. */
public final class DocumentShelf {
    private static final Logger LOGGER = Logger.getLogger(DocumentShelf.class);

    /** About what one listed file costs in memory. */
    private static final int FILE_WEIGHT = 512;

    private final Records records;
    private final Sightings sightings;
    private final ContentStore store;
    private final Cache<String, HeldDocument> inMemory;
    private final Cache<String, Instant> absent;

    /**
     * @param memory bytes that listings may take, about
     * @param mostAbsent how many absent documents are remembered
     */
    public DocumentShelf(Records records, Sightings sightings, ContentStore store, long memory, int mostAbsent) {
        this.records = records;
        this.sightings = sightings;
        this.store = store;
        this.inMemory = Caffeine.newBuilder()
                .maximumWeight(memory)
                .weigher((String key, HeldDocument held) ->
                        FILE_WEIGHT * (1 + held.listing().files().size()))
                .build();
        this.absent = Caffeine.newBuilder().maximumSize(mostAbsent).build();
    }

    /** Finds a held document; one whose bytes are gone or unreadable is not held. */
    public Optional<HeldDocument> find(Format format, DocumentKey key) {
        HeldDocument cached = inMemory.getIfPresent(key.key());
        if (cached != null && store.find(cached.content().sha256()).isPresent()) {
            return Optional.of(cached);
        }
        return records.findDocument(key.key()).flatMap(document -> store.find(document.sha256())
                .flatMap(content -> read(format, key, document, content)));
    }

    /**
     * A document as it is held: what was seen first counts, and since when.
     *
     * @param listing as the document has it
     */
    HeldDocument hold(DocumentKey key, DocumentRecord document, Listing listing, StoredContent content) {
        Map<String, Instant> firstSeen = sightings.see(key.key(), HeldDocument.undated(listing), document.fetchedAt());
        return new HeldDocument(key, document, pinned(listing, document.pins()), content, firstSeen);
    }

    /** Makes {@code held} the document that clients see, here and after a restart. */
    public void keep(HeldDocument held) {
        records.keepDocument(held.document());
        inMemory.put(held.key().key(), held);
        absent.invalidate(held.key().key());
    }

    /** Remembers that the upstream has no such document, for {@code timeToLive}; what was held is no longer shown. */
    public void markAbsent(DocumentKey key, Instant now, Duration timeToLive) {
        inMemory.invalidate(key.key());
        records.forgetDocument(key.key());
        absent.put(key.key(), now.plus(timeToLive));
    }

    /** Whether the upstream said, recently enough, that there is no such document. */
    public boolean isKnownAbsent(DocumentKey key, Instant now) {
        Instant until = absent.getIfPresent(key.key());
        return until != null && until.isAfter(now);
    }

    /** Reads a document's bytes into a listing. */
    static Listing list(Format format, DocumentKey key, URI base, StoredContent content)
            throws IOException, MalformedDocumentException {
        try (InputStream bytes = Files.newInputStream(content.path())) {
            return format.list(key, new UpstreamBase(base), bytes);
        }
    }

    private Optional<HeldDocument> read(
            Format format, DocumentKey key, DocumentRecord document, StoredContent content) {
        try {
            Listing listing = list(format, key, URI.create(document.base()), content);
            HeldDocument held = hold(key, document, listing, content);
            inMemory.put(key.key(), held);
            return Optional.of(held);
        } catch (IOException | MalformedDocumentException e) {
            LOGGER.warnf("held document %s can't be read and is fetched again: %s", key.key(), e.getMessage());
            return Optional.empty();
        }
    }

    /** The listing with the digests that were seen first, where the upstream has changed them. */
    private static Listing pinned(Listing listing, Map<String, String> pins) {
        if (pins.isEmpty()) {
            return listing;
        }
        return new Listing(listing.files().stream()
                .map(file -> Optional.ofNullable(pins.get(file.path()))
                        .map(digests -> file.withDigests(digests(digests)))
                        .orElse(file))
                .toList());
    }

    /** Writes digests as one line of a record. */
    static String line(ListedFile file) {
        return String.join(
                " ", file.digests().stream().map(ContentDigest::toString).toList());
    }

    private static List<ContentDigest> digests(String line) {
        return Arrays.stream(line.split(" ", DigestAlgorithm.values().length))
                .map(ContentDigest::parse)
                .sorted(Comparator.comparing(ContentDigest::algorithm).reversed())
                .toList();
    }
}
