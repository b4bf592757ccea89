package dev.granary.libp2p.loop;

import java.time.Duration;
import java.time.Instant;
import java.util.concurrent.Executor;

/**
 * One thread of control with a clock. What is confined to a loop is touched by tasks of that loop only. A loop is backed
 * by an event loop of the network, or by a virtual clock in simulations.
 */
public interface Loop extends Executor {
    /** Wall-clock time, for expiry of records. */
    Instant now();

    /** Nanoseconds from an arbitrary origin, never running backwards: for measuring and for deadlines. */
    long nanoTime();

    /** Whether the caller runs on this loop. */
    boolean isCurrent();

    /** Runs {@code task} on this loop, after all tasks given before from the same thread. */
    @Override
    void execute(Runnable task);

    /** Runs {@code task} on this loop once {@code delay} has passed. */
    Timer schedule(Duration delay, Runnable task);

    /** A task that is still to run. */
    interface Timer {
        /** Takes the task back; without effect when it ran already. */
        void cancel();
    }
}
