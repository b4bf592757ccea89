package dev.granary.fetchverify.store;

import static java.util.Objects.requireNonNull;

import dev.granary.kernel.ContentDigest;
import dev.granary.kernel.SourceId;
import java.time.Instant;
import java.util.Map;

/**
 * What is known of one mutable document; its bytes are content.
 *
 * @param key the document's key
 * @param sha256 the digest of the bytes as the upstream sent them
 * @param size their number
 * @param source whose document it is
 * @param base the upstream's base address at that time, against which links resolve
 * @param contentType as received
 * @param etag as received; empty when there was none
 * @param lastModified as received; empty when there was none
 * @param fetchedAt when the bytes came
 * @param validatedAt when the upstream last said that they are right
 * @param pins digests of files whose listed digest changed after it was first seen: file path to the digests that count
 */
public record DocumentRecord(
        String key,
        ContentDigest sha256,
        long size,
        SourceId source,
        String base,
        String contentType,
        String etag,
        String lastModified,
        Instant fetchedAt,
        Instant validatedAt,
        Map<String, String> pins) {
    public DocumentRecord {
        requireNonNull(key, "key");
        requireNonNull(sha256, "sha256");
        requireNonNull(source, "source");
        requireNonNull(base, "base");
        requireNonNull(contentType, "contentType");
        requireNonNull(etag, "etag");
        requireNonNull(lastModified, "lastModified");
        requireNonNull(fetchedAt, "fetchedAt");
        requireNonNull(validatedAt, "validatedAt");
        pins = Map.copyOf(pins);
    }

    /** The same document, found to be right at {@code now}. */
    public DocumentRecord validated(Instant now, String newEtag, String newLastModified) {
        return new DocumentRecord(
                key,
                sha256,
                size,
                source,
                base,
                contentType,
                newEtag.isEmpty() ? etag : newEtag,
                newLastModified.isEmpty() ? lastModified : newLastModified,
                fetchedAt,
                now,
                pins);
    }
}
