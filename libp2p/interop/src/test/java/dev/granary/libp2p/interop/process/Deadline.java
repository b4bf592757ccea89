package dev.granary.libp2p.interop.process;

import java.time.Duration;
import java.util.concurrent.locks.LockSupport;
import java.util.function.BooleanSupplier;
import java.util.function.Supplier;

/** A point in time until which something that no event tells of is asked for again and again. */
public record Deadline(long nanoTime) {
    private static final Duration PAUSE = Duration.ofMillis(50);

    /** A deadline that is {@code distance} away. */
    public static Deadline of(Duration distance) {
        return new Deadline(System.nanoTime() + distance.toNanos());
    }

    /** Returns once {@code condition} holds; fails the test with {@code otherwise} when it does not by then. */
    public void await(BooleanSupplier condition, Supplier<String> otherwise) {
        while (!condition.getAsBoolean()) {
            if (System.nanoTime() - nanoTime > 0) {
                throw new AssertionError("waited in vain: " + otherwise.get());
            }
            LockSupport.parkNanos(PAUSE.toNanos());
        }
    }
}
