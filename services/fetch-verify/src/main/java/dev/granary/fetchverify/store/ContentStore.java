package dev.granary.fetchverify.store;

import dev.granary.kernel.ContentDigest;
import java.util.Optional;

/** Bytes by their SHA-256. */
public interface ContentStore {
    /**
     * Finds held content and marks it as used. Content that was not read since the start of the process is hashed
     * first; what fails is dropped and reported as absent. May block on the disk.
     */
    Optional<StoredContent> find(ContentDigest sha256);

    /**
     * Opens room for new content.
     *
     * @throws dev.granary.kernel.GranaryException {@code STORE_FULL} when the disk, or the size limit after eviction, has
     *     no room
     */
    IncomingContent receive();
}
