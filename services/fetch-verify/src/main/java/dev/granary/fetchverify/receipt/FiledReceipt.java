package dev.granary.fetchverify.receipt;

import static java.util.Objects.requireNonNull;

import dev.granary.kernel.SourceId;

/**
 * A receipt and what it is about, as replicas share it.
 *
 * @param fileKey which file
 * @param site the mirror that fetched
 * @param source where the bytes came from
 * @param receipt how they were verified; its event is the {@code artifact.fetched}
 */
public record FiledReceipt(String fileKey, String site, SourceId source, Receipt receipt) {
    public FiledReceipt {
        requireNonNull(fileKey, "fileKey");
        requireNonNull(site, "site");
        requireNonNull(source, "source");
        requireNonNull(receipt, "receipt");
    }
}
