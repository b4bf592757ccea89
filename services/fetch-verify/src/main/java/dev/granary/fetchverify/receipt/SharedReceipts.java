package dev.granary.fetchverify.receipt;

import dev.granary.kernel.PackageCoordinate;
import java.util.List;
import java.util.Optional;

/** Receipts of all replicas of a site. */
public interface SharedReceipts {
    /**
     * The newest receipts of one version, at most 100, newest first.
     *
     * @return empty when the shared store is away, and nobody can tell
     */
    Optional<List<FiledReceipt>> list(PackageCoordinate version);
}
