package dev.granary.fetchverify.event;

import java.time.Duration;
import java.util.List;

/** One reader's way through the outbox. Confined to the reader's thread, except where it is said otherwise. */
public interface EventFeed {
    /**
     * Waits for events behind the cursor. The same events come again until {@link #advance} has passed them.
     *
     * @return the next events in order, at most {@code limit}; none when {@code timeout} has passed
     */
    List<QueuedEvent> next(int limit, Duration timeout) throws InterruptedException;

    /** Moves the durable cursor behind {@code last}, one of the events that {@link #next} returned last. */
    void advance(QueuedEvent last);

    /** How many events wait for this reader; safe to call from any thread. */
    long pending();
}
