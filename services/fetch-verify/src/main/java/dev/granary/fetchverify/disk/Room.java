package dev.granary.fetchverify.disk;

import java.util.concurrent.atomic.AtomicLong;

/**
 * The bytes that content takes, of those it may take. Safe for threads.
 *
 * <p>Content that lay on the disk before the process started is unknown until the first count; a count that runs beside
 * other work may be off by what came and went meanwhile, and the next one puts it right.
 */
final class Room {
    private final long maximum;
    private final AtomicLong held = new AtomicLong();
    private final AtomicLong incoming = new AtomicLong();

    Room(long maximum) {
        this.maximum = maximum;
    }

    long maximum() {
        return maximum;
    }

    /** What is kept, without that on its way in. */
    long held() {
        return held.get();
    }

    long taken() {
        return held.get() + incoming.get();
    }

    /** Takes room for bytes on their way in, unless that goes beyond the maximum. */
    boolean tryTake(long bytes) {
        incoming.addAndGet(bytes);
        if (taken() > maximum) {
            incoming.addAndGet(-bytes);
            return false;
        }
        return true;
    }

    /** Bytes on their way in are kept. */
    void keep(long bytes) {
        incoming.addAndGet(-bytes);
        held.addAndGet(bytes);
    }

    /** Bytes on their way in were dropped. */
    void drop(long bytes) {
        incoming.addAndGet(-bytes);
    }

    /** Kept bytes are gone. */
    void release(long bytes) {
        held.addAndGet(-bytes);
    }

    /** Sets what is kept, as counted on the disk. */
    void count(long bytes) {
        held.set(bytes);
    }
}
