package dev.granary.fetchverify.receipt;

import static java.util.Objects.requireNonNull;

import dev.granary.fetchverify.expectation.Expectation;
import dev.granary.kernel.SourceId;

/**
 * A receipt and what it is about, as replicas share it.
 *
 * @param expectation what the file must be, by the first claim that any replica took
 * @param size of the file in bytes
 * @param site the mirror that fetched
 * @param source where the bytes came from
 * @param receipt how they were verified; its event is the {@code artifact.fetched}
 */
public record FiledReceipt(Expectation expectation, long size, String site, SourceId source, Receipt receipt) {
    public FiledReceipt {
        requireNonNull(expectation, "expectation");
        requireNonNull(site, "site");
        requireNonNull(source, "source");
        requireNonNull(receipt, "receipt");
    }
}
