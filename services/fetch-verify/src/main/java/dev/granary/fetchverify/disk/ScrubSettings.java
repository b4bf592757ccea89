package dev.granary.fetchverify.disk;

import dev.granary.kernel.ByteCount;
import java.time.Duration;

/**
 * How hard a {@link Scrub} works; an instance is always usable.
 *
 * @param bytesPerSecond read from the disk at most
 * @param rest between two passes over the whole store
 */
public record ScrubSettings(ByteCount bytesPerSecond, Duration rest) {
    public ScrubSettings {
        if (bytesPerSecond.value() == 0) {
            throw new IllegalArgumentException("a scrub reads something, bytesPerSecond was 0");
        }
        if (!rest.isPositive()) {
            throw new IllegalArgumentException("need a positive rest, was " + rest);
        }
    }
}
