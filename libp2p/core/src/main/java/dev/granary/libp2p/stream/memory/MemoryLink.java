package dev.granary.libp2p.stream.memory;

import java.time.Duration;
import java.util.Optional;
import java.util.random.RandomGenerator;

/**
 * How a {@link MemoryPipe} treats what passes through.
 *
 * @param capacity bytes that may be on the way in one direction before a writer is asked to wait
 * @param latency time that everything takes to the other end
 * @param splits when present, bytes arrive in pieces cut anew at random; only for pipes with both ends on one loop
 */
public record MemoryLink(int capacity, Duration latency, Optional<RandomGenerator> splits) {
    private static final int CAPACITY = 256 * 1024;

    /** A link that delivers what was written together, without delay. */
    public static final MemoryLink DIRECT = new MemoryLink(CAPACITY, Duration.ZERO, Optional.empty());

    public MemoryLink {
        if (capacity < 1 || latency.isNegative()) {
            throw new IllegalArgumentException("need a capacity and no negative latency: " + capacity + ", " + latency);
        }
    }

    /** This link, cutting what it carries at random. */
    public MemoryLink splitBy(RandomGenerator random) {
        return new MemoryLink(capacity, latency, Optional.of(random));
    }

    /** This link with another capacity. */
    public MemoryLink holding(int bytes) {
        return new MemoryLink(bytes, latency, splits);
    }

    /** This link with another latency. */
    public MemoryLink delayedBy(Duration time) {
        return new MemoryLink(capacity, time, splits);
    }
}
