package dev.granary.libp2p.simulation;

import dev.granary.libp2p.loop.Loop;
import org.jspecify.annotations.Nullable;

/** One task of a virtual loop, which is its own timer. */
final class VirtualTask implements Loop.Timer {
    private final VirtualLoop loop;
    private final @Nullable NodeLoop node;
    private final long at;
    private final long sequence;
    private final boolean immediate;
    private @Nullable Runnable action;

    VirtualTask(VirtualLoop loop, @Nullable NodeLoop node, long at, long sequence, Runnable action) {
        this.loop = loop;
        this.node = node;
        this.at = at;
        this.sequence = sequence;
        this.immediate = at == loop.nanoTime();
        this.action = action;
    }

    long at() {
        return at;
    }

    long sequence() {
        return sequence;
    }

    @Nullable
    NodeLoop node() {
        return node;
    }

    /** Whether it was given for the moment at which it was given. */
    boolean isImmediate() {
        return immediate;
    }

    boolean isTakenBack() {
        return action == null;
    }

    /** Whether it was taken back or its host is dead. */
    boolean isVoid() {
        return action == null || (node != null && node.isHalted());
    }

    /** What is to be done, once. */
    Runnable take() {
        Runnable taken = action;
        if (taken == null) {
            throw new IllegalStateException("a task runs twice");
        }
        action = null;
        return taken;
    }

    @Override
    public void cancel() {
        if (action != null) {
            action = null;
            loop.takenBack(this);
        }
    }
}
