package dev.granary.testing;

import java.time.Duration;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;

/** Something that others wait at until a test opens it; it stays open. Safe for use by several threads. */
public final class Gate {
    private final CountDownLatch latch;

    private Gate() {
        this.latch = new CountDownLatch(1);
    }

    /** Returns a closed gate. */
    public static Gate closed() {
        return new Gate();
    }

    /** Lets everyone through who waits now or comes later. */
    public void open() {
        latch.countDown();
    }

    public boolean isOpen() {
        return latch.getCount() == 0;
    }

    /** Waits until the gate opens, at most {@code limit}; returns whether it is open. */
    public boolean await(Duration limit) throws InterruptedException {
        return latch.await(limit.toNanos(), TimeUnit.NANOSECONDS);
    }
}
