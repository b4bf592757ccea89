package dev.granary.testing;

import java.util.SplittableRandom;
import java.util.random.RandomGenerator;

/**
 * Random numbers that a seed repeats; the seed stands in {@link #toString()}, so that a failed assertion can name it.
 * Confined to one thread.
 */
public final class SeededRandom implements RandomGenerator {
    private final long seed;
    private final SplittableRandom source;

    public SeededRandom(long seed) {
        this.seed = seed;
        this.source = new SplittableRandom(seed);
    }

    /** The seed that makes the same numbers again. */
    public long seed() {
        return seed;
    }

    /** Returns {@code count} random bytes: no compressor makes them smaller. */
    public byte[] bytes(int count) {
        byte[] bytes = new byte[count];
        source.nextBytes(bytes);
        return bytes;
    }

    @Override
    public long nextLong() {
        return source.nextLong();
    }

    @Override
    public String toString() {
        return "SeededRandom[seed=" + seed + "]";
    }
}
