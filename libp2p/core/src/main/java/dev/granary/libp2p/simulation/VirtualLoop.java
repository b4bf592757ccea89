package dev.granary.libp2p.simulation;

import dev.granary.libp2p.loop.Loop;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayDeque;
import java.util.SplittableRandom;
import java.util.function.BooleanSupplier;
import java.util.function.Consumer;
import java.util.random.RandomGenerator;
import org.jspecify.annotations.Nullable;

/**
 * A loop whose clock moves only from task to task: the earliest first, among equals the one that was given first. Whoever
 * calls {@code run..} is its thread; any number of simulated hosts share one loop, and with it one order of events.
 */
public final class VirtualLoop implements Loop {
    private static final int HALTS_UNTIL_SWEEP = 64;

    private final Instant start;
    private final SplittableRandom random;
    /** Tasks of later moments. */
    private final TaskQueue later = new TaskQueue();
    /** Tasks of this moment, in the order given: most tasks are, and the heap need not know them. */
    private final ArrayDeque<VirtualTask> due = new ArrayDeque<>();

    private final Thread owner = Thread.currentThread();
    private Consumer<NodeLoop> watcher = node -> {};
    private long nanos;
    private long sequence;
    private long ran;
    private int dueTakenBack;
    private int nodes;
    private int halts;

    /** A loop that begins at {@code start}; all chance drawn from {@link #random()} follows from {@code seed}. */
    public VirtualLoop(Instant start, long seed) {
        this.start = start;
        this.random = new SplittableRandom(seed);
    }

    /** A source of chance of its own for whoever asks: what one draws does not change what others get. */
    public RandomGenerator random() {
        return random.split();
    }

    /** A loop for one more host. */
    public NodeLoop node() {
        nodes++;
        return new NodeLoop(this, nodes - 1);
    }

    /** Tells {@code watcher} after each task of a host whose it was. */
    public void watch(Consumer<NodeLoop> watcher) {
        this.watcher = watcher;
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
        add(null, 0, task);
    }

    @Override
    public Timer schedule(Duration delay, Runnable task) {
        return add(null, delay.toNanos(), task);
    }

    /** Runs the next task, moving the clock to its time; says no when there is none. */
    public boolean runNext() {
        return runNext(Long.MAX_VALUE);
    }

    /** Runs the next task unless it comes after {@code end}. */
    private boolean runNext(long end) {
        VirtualTask next = takeNext(end);
        if (next == null) {
            return false;
        }
        nanos = next.at();
        run(next);
        return true;
    }

    private @Nullable VirtualTask takeNext(long end) {
        VirtualTask now = firstDue();
        VirtualTask then = later.first();
        if (now != null && (then == null || then.at() > now.at() || then.sequence() > now.sequence())) {
            if (now.at() > end) {
                return null;
            }
            due.remove();
            return now;
        }
        if (then == null || then.at() > end) {
            return null;
        }
        later.removeFirst();
        return then;
    }

    private @Nullable VirtualTask firstDue() {
        VirtualTask first = due.peek();
        while (first != null && first.isTakenBack()) {
            due.remove();
            dueTakenBack--;
            first = due.peek();
        }
        return first;
    }

    private void run(VirtualTask task) {
        NodeLoop node = task.node();
        Runnable action = task.take();
        if (node == null) {
            ran++;
            action.run();
        } else if (!node.isHalted()) {
            ran++;
            action.run();
            watcher.accept(node);
        }
    }

    /** Runs what is due within {@code time} from now, and moves the clock by exactly that. */
    public void runFor(Duration time) {
        long end = nanos + time.toNanos();
        while (runNext(end)) {
            // one after the other
        }
        nanos = end;
    }

    /** Runs until {@code done} or until {@code atMost} has passed; tells whether it was done. */
    public boolean runUntil(BooleanSupplier done, Duration atMost) {
        long end = nanos + atMost.toNanos();
        while (!done.getAsBoolean()) {
            if (!runNext(end)) {
                nanos = end;
                return done.getAsBoolean();
            }
        }
        return true;
    }

    /** Runs what is due at this very moment, and what that brings about without any time passing. */
    public void runDue() {
        runFor(Duration.ZERO);
    }

    /** Tasks and timers that are still to run. */
    public int pending() {
        return later.live() + due.size() - dueTakenBack;
    }

    /** Tasks that have run. */
    public long ran() {
        return ran;
    }

    VirtualTask add(@Nullable NodeLoop node, long delayNanos, Runnable action) {
        long at = nanos + Math.max(0, delayNanos);
        VirtualTask task = new VirtualTask(this, node, at, sequence++, action);
        if (task.isImmediate()) {
            due.add(task);
        } else {
            later.add(task);
        }
        return task;
    }

    void takenBack(VirtualTask task) {
        if (task.isImmediate()) {
            dueTakenBack++;
        } else {
            later.noteTakenBack();
        }
    }

    /** A host has died; what it holds is let go of now and then. */
    void halted() {
        halts++;
        if (halts % HALTS_UNTIL_SWEEP == 0) {
            later.sweep();
        }
    }
}
