package dev.granary.libp2p.pubsub;

import dev.granary.libp2p.loop.Loop;

/** Runs tasks on loops, at once where the caller is on the right one. */
final class Turns {
    private Turns() {}

    static void on(Loop loop, Runnable task) {
        if (loop.isCurrent()) {
            task.run();
        } else {
            loop.execute(task);
        }
    }
}
