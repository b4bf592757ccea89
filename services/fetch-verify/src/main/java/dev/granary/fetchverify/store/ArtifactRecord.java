package dev.granary.fetchverify.store;

import static java.util.Objects.requireNonNull;

import dev.granary.fetchverify.expectation.Expectation;
import dev.granary.fetchverify.receipt.Receipt;
import dev.granary.kernel.ContentDigest;
import dev.granary.kernel.SourceId;
import java.util.Optional;

/**
 * What is known of one artifact file. Outlives the content: a file that was evicted must come back with the same bytes.
 *
 * @param expectation what the file must be
 * @param sha256 the digest of the bytes that met the expectation
 * @param size their number
 * @param source where they came from
 * @param receipt how they were verified; empty while no fetch of this process has told
 */
public record ArtifactRecord(
        Expectation expectation, ContentDigest sha256, long size, SourceId source, Optional<Receipt> receipt) {
    public ArtifactRecord {
        requireNonNull(expectation, "expectation");
        requireNonNull(sha256, "sha256");
        requireNonNull(source, "source");
        requireNonNull(receipt, "receipt");
    }
}
