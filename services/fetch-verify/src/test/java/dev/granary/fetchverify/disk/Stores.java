package dev.granary.fetchverify.disk;

import dev.granary.kernel.ByteCount;
import java.nio.file.Path;
import java.time.Duration;

/** Settings for tests. */
final class Stores {
    static final Duration RECENCY_STEP = Duration.ofMinutes(10);

    private Stores() {}

    static ContentStoreSettings settings(Path directory, ByteCount maximumSize) {
        return new ContentStoreSettings(
                directory.resolve("content"), maximumSize, 0.5, ByteCount.ZERO, RECENCY_STEP, 2);
    }
}
