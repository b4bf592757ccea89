package dev.granary.fetchverify.gateway;

import static java.util.stream.Collectors.toSet;

import dev.granary.fetchverify.format.DocumentBytes;
import dev.granary.fetchverify.format.DocumentKey;
import dev.granary.fetchverify.format.ListedFile;
import dev.granary.fetchverify.format.Listing;
import dev.granary.fetchverify.store.DocumentRecord;
import dev.granary.fetchverify.store.StoredContent;
import java.nio.file.Files;
import java.time.Instant;
import java.util.Map;
import java.util.Set;

/**
 * A document that the mirror holds.
 *
 * @param key which
 * @param document its record
 * @param listing the files that it names, with first-seen digests where the upstream has changed one since
 * @param content its bytes as the upstream sent them
 * @param firstSeen when this mirror first saw what the document names without a publish time
 */
public record HeldDocument(
        DocumentKey key,
        DocumentRecord document,
        Listing listing,
        StoredContent content,
        Map<String, Instant> firstSeen) {
    public HeldDocument {
        firstSeen = Map.copyOf(firstSeen);
    }

    /** What of {@code listing} has no publish time: versions, or files where there are none. */
    static Set<String> undated(Listing listing) {
        return listing.files().stream()
                .filter(file -> file.publishedAt().isEmpty())
                .map(HeldDocument::name)
                .collect(toSet());
    }

    /** When this mirror first saw the version of {@code file}; what can't be remembered is as new as the document. */
    public Instant firstSeenAt(ListedFile file) {
        return firstSeen.getOrDefault(name(file), document.fetchedAt());
    }

    private static String name(ListedFile file) {
        return file.version().isEmpty() ? file.path() : file.version();
    }

    /** Opens the bytes. */
    public DocumentBytes bytes() {
        return () -> Files.newInputStream(content.path());
    }
}
