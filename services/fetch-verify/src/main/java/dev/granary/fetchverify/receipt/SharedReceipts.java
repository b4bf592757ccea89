package dev.granary.fetchverify.receipt;

import dev.granary.kernel.PackageCoordinate;
import java.util.List;

/** Receipts of all replicas of a site. */
public interface SharedReceipts {
    /** The newest receipts of one version, at most 100, newest first; none when the shared store is away. */
    List<FiledReceipt> list(PackageCoordinate version);
}
