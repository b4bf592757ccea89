package dev.granary.libp2p.simulation;

import dev.granary.libp2p.loop.Loop;
import java.time.Duration;
import java.time.Instant;
import java.util.Comparator;
import java.util.PriorityQueue;
import java.util.SplittableRandom;
import java.util.function.BooleanSupplier;
import java.util.random.RandomGenerator;

/**
 * A loop whose clock moves only from task to task: the earliest first, among equals the one that was given first. Whoever
 * calls {@code run..} is its thread; any number of simulated hosts share one loop, and with it one order of events.
 */
public final class VirtualLoop implements Loop {
    private final Instant start;
    private final SplittableRandom random;
    private final PriorityQueue<Task> tasks =
            new PriorityQueue<>(Comparator.comparingLong(Task::at).thenComparingLong(Task::sequence));
    private final Thread owner = Thread.currentThread();
    private long nanos;
    private long sequence;

    /** A loop that begins at {@code start}; all chance drawn from {@link #random()} follows from {@code seed}. */
    public VirtualLoop(Instant start, long seed) {
        this.start = start;
        this.random = new SplittableRandom(seed);
    }

    /** A source of chance of its own for whoever asks: what one draws does not change what others get. */
    public RandomGenerator random() {
        return random.split();
    }

    @Override
    public Instant now() {
        return start.plusNanos(nanos);
    }

    @Override
    public long nanoTime() {
        return nanos;
    }

    @Override
    public boolean isCurrent() {
        return Thread.currentThread() == owner;
    }

    @Override
    public void execute(Runnable task) {
        add(nanos, task);
    }

    @Override
    public Timer schedule(Duration delay, Runnable task) {
        Task added = add(nanos + Math.max(0, delay.toNanos()), task);
        return () -> tasks.remove(added);
    }

    /** Runs the next task, moving the clock to its time; says no when there is none. */
    public boolean runNext() {
        Task next = tasks.poll();
        if (next == null) {
            return false;
        }
        nanos = next.at();
        next.action().run();
        return true;
    }

    /** Runs what is due within {@code time} from now, and moves the clock by exactly that. */
    public void runFor(Duration time) {
        long end = nanos + time.toNanos();
        while (!tasks.isEmpty() && tasks.element().at() <= end) {
            runNext();
        }
        nanos = end;
    }

    /** Runs until {@code done} or until {@code atMost} has passed; tells whether it was done. */
    public boolean runUntil(BooleanSupplier done, Duration atMost) {
        long end = nanos + atMost.toNanos();
        while (!done.getAsBoolean()) {
            if (tasks.isEmpty() || tasks.element().at() > end) {
                nanos = end;
                return done.getAsBoolean();
            }
            runNext();
        }
        return true;
    }

    /** Runs what is due at this very moment, and what that brings about without any time passing. */
    public void runDue() {
        runFor(Duration.ZERO);
    }

    /** Tasks and timers that are still to run. */
    public int pending() {
        return tasks.size();
    }

    private Task add(long at, Runnable action) {
        Task task = new Task(at, sequence++, action);
        tasks.add(task);
        return task;
    }

    private record Task(long at, long sequence, Runnable action) {}
}
