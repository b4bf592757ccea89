package dev.granary.libp2p.kad.records;

import java.time.Duration;

/**
 * How much a {@link ValueStore} holds.
 *
 * @param bytes of keys and values together; when there are more, the values furthest from us go
 * @param longestValue in bytes
 * @param age after which a value is forgotten unless it was put again
 */
public record ValueLimits(long bytes, int longestValue, Duration age) {
    public static final ValueLimits STANDARD = new ValueLimits(16L << 20, 10 << 10, Duration.ofDays(2));

    public ValueLimits {
        if (bytes < 0 || longestValue < 1 || !age.isPositive()) {
            throw new IllegalArgumentException("need room and time for values");
        }
    }
}
