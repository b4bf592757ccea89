package dev.granary.fetchverify.relay;

import dev.granary.fetchverify.event.QueuedEvent;
import java.io.IOException;
import java.util.List;

/** Where a {@link Pump} delivers to. */
public interface Delivery {
    /**
     * Makes the destination ready before the first event waits.
     *
     * @return whether it was made ready just now; false when there was nothing to do
     * @throws IOException when it is away
     */
    default boolean prepare() throws IOException {
        return false;
    }

    /**
     * Delivers events in order, and returns when the destination has them for good. May block; delivering again what
     * was delivered before must do no harm.
     *
     * @throws IOException when not all were delivered: all come again
     */
    void deliver(List<QueuedEvent> events) throws IOException, InterruptedException;
}
