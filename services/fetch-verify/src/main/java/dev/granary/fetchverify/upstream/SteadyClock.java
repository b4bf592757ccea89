package dev.granary.fetchverify.upstream;

import java.time.Instant;
import java.time.InstantSource;

/** A clock that nobody can set: it starts with the system's time and runs evenly from there. */
public final class SteadyClock implements InstantSource {
    private final Instant start;
    private final long startNanos;

    private SteadyClock(Instant start) {
        this.start = start;
        this.startNanos = System.nanoTime();
    }

    /** Starts at {@code source}'s present time and never looks at it again. */
    public static SteadyClock startingWith(InstantSource source) {
        return new SteadyClock(source.instant());
    }

    @Override
    public Instant instant() {
        return start.plusNanos(System.nanoTime() - startNanos);
    }
}
