package dev.granary.fetchverify.disk;

import java.io.IOException;
import java.time.Duration;
import java.util.concurrent.locks.LockSupport;
import org.jboss.logging.Logger;
import org.jspecify.annotations.Nullable;

/** The one background thread of a content store: it counts, evicts before room is short, and scrubs. */
public final class ContentUpkeep implements AutoCloseable {
    private static final Logger LOGGER = Logger.getLogger(ContentUpkeep.class);
    private static final Duration LONGEST_PAUSE = Duration.ofSeconds(1);
    /** After an eviction that found nothing to remove: each walks over the whole store. */
    private static final Duration FRUITLESS_PAUSE = Duration.ofMinutes(1);

    private final DiskContentStore store;
    private final Scrub scrub;
    private volatile boolean closed;
    private @Nullable Thread thread;
    private long nextEviction = System.nanoTime(); // the thread's own

    public ContentUpkeep(DiskContentStore store, Scrub scrub) {
        this.store = store;
        this.scrub = scrub;
    }

    /** Starts the thread. Once. */
    public void start() {
        thread = Thread.ofVirtual().name("content-upkeep").start(this::run);
    }

    /** Stops the thread and waits for it. */
    @Override
    public void close() {
        closed = true;
        Thread running = thread;
        if (running == null) {
            return;
        }
        LockSupport.unpark(running);
        try {
            running.join();
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }

    private void run() {
        try {
            store.count();
        } catch (IOException e) {
            LOGGER.warnf(e, "can't count the content of %s", store.directory());
        }
        long nextScrub = System.nanoTime();
        while (!closed) {
            evictWhenWanted();
            if (System.nanoTime() - nextScrub >= 0) {
                nextScrub = System.nanoTime() + scrub.step().toNanos();
            }
            long pause = Math.min(nextScrub - System.nanoTime(), LONGEST_PAUSE.toNanos());
            if (pause > 0) {
                LockSupport.parkNanos(this, pause);
            }
        }
        scrub.close();
    }

    private void evictWhenWanted() {
        if (!store.wantsEviction() || System.nanoTime() - nextEviction < 0) {
            return;
        }
        try {
            if (store.evict() == 0) {
                nextEviction = System.nanoTime() + FRUITLESS_PAUSE.toNanos();
            }
        } catch (IOException e) {
            LOGGER.warnf(e, "can't evict content from %s", store.directory());
        }
    }
}
