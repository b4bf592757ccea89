package dev.granary.fetchverify.relay;

import dev.granary.fetchverify.event.EventFeed;
import dev.granary.fetchverify.event.QueuedEvent;
import dev.granary.service.health.DegradedModes;
import java.io.IOException;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.random.RandomGenerator;
import org.jboss.logging.Logger;
import org.jspecify.annotations.Nullable;

/**
 * The one thread that empties a feed into a destination, in order, as long as it takes. Its cursor moves only behind
 * what the destination has for good, so each event arrives at least once.
 */
public final class Pump implements AutoCloseable {
    private static final Logger LOGGER = Logger.getLogger(Pump.class);
    private static final Duration IDLE = Duration.ofSeconds(5);

    private final String destination;
    private final EventFeed feed;
    private final Delivery delivery;
    private final PumpSettings settings;
    private final Backoff backoff;
    private final DegradedModes modes;
    private volatile @Nullable String lastError;
    private volatile boolean closed;
    private @Nullable Thread thread;

    /**
     * @param destination where events go, as in {@code kafka}: also the name of the degraded mode while it is away
     */
    public Pump(
            String destination,
            EventFeed feed,
            Delivery delivery,
            PumpSettings settings,
            RandomGenerator random,
            DegradedModes modes) {
        this.destination = destination;
        this.feed = feed;
        this.delivery = delivery;
        this.settings = settings;
        this.backoff = new Backoff(settings, random);
        this.modes = modes;
    }

    /** Starts the thread. Once. */
    public void start() {
        thread = Thread.ofVirtual().name(destination + "-pump").start(this::run);
    }

    /** Where events go. */
    public String destination() {
        return destination;
    }

    /** How many events wait. */
    public long pending() {
        return feed.pending();
    }

    /** Why the last delivery failed; empty when it succeeded. */
    public Optional<String> lastError() {
        return Optional.ofNullable(lastError);
    }

    /** Stops the thread and waits for it. What is under way may be delivered again by the next process. */
    @Override
    public void close() {
        closed = true;
        Thread running = thread;
        if (running == null) {
            return;
        }
        running.interrupt();
        try {
            running.join();
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }

    private void run() {
        try {
            while (!closed) {
                Duration pause = step();
                if (!pause.isZero()) {
                    Thread.sleep(pause);
                }
            }
        } catch (InterruptedException e) {
            LOGGER.debugf("the %s pump stops", destination);
        }
    }

    /** Delivers what waits; returns how long to pause. */
    Duration step() throws InterruptedException {
        try {
            if (delivery.prepare()) {
                onSuccess();
            }
            List<QueuedEvent> events = feed.next(settings.batch(), IDLE);
            if (!events.isEmpty()) {
                delivery.deliver(events);
                feed.advance(events.getLast());
                onSuccess();
            }
            return Duration.ZERO;
        } catch (IOException e) {
            onFailure(String.valueOf(e.getMessage()));
        } catch (RuntimeException e) {
            if (Thread.currentThread().isInterrupted()) {
                throw new InterruptedException(e.toString());
            }
            LOGGER.errorf(e, "the %s pump met a fault of ours; the events come again", destination);
            onFailure(e.toString());
        }
        return backoff.next();
    }

    private void onSuccess() {
        backoff.reset();
        lastError = null;
        if (modes.leave(destination)) {
            LOGGER.infof("%s takes events again", destination);
        }
    }

    private void onFailure(String why) {
        lastError = why;
        if (modes.enter(destination, "events for " + destination + " wait in the outbox")) {
            LOGGER.warnf("%s takes no events, they wait in the outbox: %s", destination, why);
        }
    }
}
