package dev.granary.fetchverify.source;

import java.time.Duration;

/**
 * Tells a slow upstream from a slow reader: only time spent waiting for bytes counts, in windows of fixed length.
 *
 * <p>Not safe for threads: one per transfer, on the thread that reads it.
 */
public final class MinimumRate {
    private final long bytesPerWindow;
    private final long windowNanos;
    private long waitedNanos;
    private long bytes;

    /**
     * @param bytesPerSecond what an upstream must send at least
     * @param window over which it is measured; also how long the first bytes may take
     */
    public MinimumRate(long bytesPerSecond, Duration window) {
        if (bytesPerSecond < 1 || !window.isPositive()) {
            throw new IllegalArgumentException(
                    "need at least 1 byte per second and a positive window, was " + bytesPerSecond + ", " + window);
        }
        this.windowNanos = window.toNanos();
        this.bytesPerWindow = Math.max(1, Math.multiplyExact(bytesPerSecond, window.toMillis()) / 1000);
    }

    /** How long the next wait may take at most. */
    public Duration patience() {
        return Duration.ofNanos(Math.max(1, windowNanos - waitedNanos));
    }

    /**
     * Takes into account one wait and what it brought.
     *
     * @return whether the upstream is fast enough so far
     */
    public boolean isMetAfter(Duration waited, int received) {
        waitedNanos += waited.toNanos();
        bytes += received;
        if (waitedNanos < windowNanos) {
            return true;
        }
        boolean met = bytes >= bytesPerWindow;
        waitedNanos = 0;
        bytes = 0;
        return met;
    }
}
