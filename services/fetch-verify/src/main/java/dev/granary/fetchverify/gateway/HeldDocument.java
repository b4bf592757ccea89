package dev.granary.fetchverify.gateway;

import dev.granary.fetchverify.format.DocumentBytes;
import dev.granary.fetchverify.format.DocumentKey;
import dev.granary.fetchverify.format.Listing;
import dev.granary.fetchverify.store.DocumentRecord;
import dev.granary.fetchverify.store.StoredContent;
import java.nio.file.Files;

/**
 * A document that the mirror holds.
 *
 * @param key which
 * @param document its record
 * @param listing the files that it names, with first-seen digests where the upstream has changed one since
 * @param content its bytes as the upstream sent them
 */
public record HeldDocument(DocumentKey key, DocumentRecord document, Listing listing, StoredContent content) {
    /** Opens the bytes. */
    public DocumentBytes bytes() {
        return () -> Files.newInputStream(content.path());
    }
}
