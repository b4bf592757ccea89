package dev.granary.fetchverify.redis;

import java.time.Duration;
import java.util.concurrent.locks.LockSupport;
import org.jspecify.annotations.Nullable;

/**
 * Asks Redis now and then, from the start of the process: its absence and its return show without a request that has to
 * wait for it, and the first request finds a connection that is open.
 */
public final class RedisWatch implements AutoCloseable {
    private final RedisSharedCache cache;
    private final Duration pause;
    private volatile boolean closed;
    private @Nullable Thread thread;

    public RedisWatch(RedisSharedCache cache, Duration pause) {
        if (!pause.isPositive()) {
            throw new IllegalArgumentException("need a positive pause, was " + pause);
        }
        this.cache = cache;
        this.pause = pause;
    }

    /** Starts the thread. Once. */
    public void start() {
        thread = Thread.ofVirtual().name("redis-watch").start(this::run);
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
        while (!closed) {
            cache.look();
            LockSupport.parkNanos(this, pause.toNanos());
        }
    }
}
