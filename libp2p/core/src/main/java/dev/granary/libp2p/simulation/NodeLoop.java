package dev.granary.libp2p.simulation;

import dev.granary.libp2p.loop.Loop;
import java.time.Duration;
import java.time.Instant;

/**
 * The loop of one simulated host: shares clock and order with all others, and stops for good when its host dies. What a
 * host was about to do then is never done, as when its machine loses power.
 */
public final class NodeLoop implements Loop {
    private static final Timer NEVER = () -> {};

    private final VirtualLoop all;
    private final int number;
    private boolean halted;

    NodeLoop(VirtualLoop all, int number) {
        this.all = all;
        this.number = number;
    }

    /** Tells the hosts of a simulation apart, in the order in which they came. */
    public int number() {
        return number;
    }

    /** Drops all tasks, now and from now on. */
    public void halt() {
        halted = true;
        all.halted();
    }

    public boolean isHalted() {
        return halted;
    }

    @Override
    public Instant now() {
        return all.now();
    }

    @Override
    public long nanoTime() {
        return all.nanoTime();
    }

    @Override
    public boolean isCurrent() {
        return all.isCurrent();
    }

    @Override
    public void execute(Runnable task) {
        if (!halted) {
            all.add(this, 0, task);
        }
    }

    /** Runs {@code task} after so many nanoseconds. */
    void in(long nanos, Runnable task) {
        if (!halted) {
            all.add(this, nanos, task);
        }
    }

    @Override
    public Timer schedule(Duration delay, Runnable task) {
        return halted ? NEVER : all.add(this, delay.toNanos(), task);
    }
}
