package dev.granary.fetchverify.disk;

import static java.util.Objects.requireNonNull;

import dev.granary.kernel.ByteCount;
import java.nio.file.Path;
import java.time.Duration;

/**
 * Limits of a {@link DiskContentStore}; an instance is always usable.
 *
 * @param directory where content lies; created when it is missing
 * @param maximumSize of all content, that on its way in included
 * @param evictionTarget the share of the maximum that eviction leaves, above 0 and below 1
 * @param minimumFree what is left to the rest of the machine: new content is refused when the disk has less
 * @param recencyStep how exactly the last use is known; one write per content and step at most
 * @param parallelHashes how many files are hashed at once
 */
public record ContentStoreSettings(
        Path directory,
        ByteCount maximumSize,
        double evictionTarget,
        ByteCount minimumFree,
        Duration recencyStep,
        int parallelHashes) {
    public ContentStoreSettings {
        requireNonNull(directory, "directory");
        requireNonNull(minimumFree, "minimumFree");
        if (maximumSize.value() == 0) {
            throw new IllegalArgumentException("a content store has room for something, maximumSize was 0");
        }
        if (!(evictionTarget > 0 && evictionTarget < 1)) {
            throw new IllegalArgumentException("need 0 < evictionTarget < 1, was " + evictionTarget);
        }
        if (!recencyStep.isPositive()) {
            throw new IllegalArgumentException("need a positive recencyStep, was " + recencyStep);
        }
        if (parallelHashes < 1) {
            throw new IllegalArgumentException("need at least 1 of parallelHashes, was " + parallelHashes);
        }
    }
}
