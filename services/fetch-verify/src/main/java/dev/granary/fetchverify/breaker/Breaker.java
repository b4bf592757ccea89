package dev.granary.fetchverify.breaker;

import java.util.function.LongSupplier;

/**
 * Keeps calls away from a helper that fails. After failures in a row it refuses everything for a pause, then lets one
 * call try while all others are still refused; a try that never reports is given up after another pause. Safe for
 * threads.
 */
public final class Breaker {
    private final BreakerSettings settings;
    private final LongSupplier nanoClock;
    private int failures;
    private long nextTry;

    /**
     * @param nanoClock a monotonic clock, such as {@code System::nanoTime}
     */
    public Breaker(BreakerSettings settings, LongSupplier nanoClock) {
        this.settings = settings;
        this.nanoClock = nanoClock;
    }

    /** Whether a call may be made now; whoever was let in must report what came of it. */
    public synchronized boolean tryEnter() {
        if (failures < settings.failures()) {
            return true;
        }
        long now = nanoClock.getAsLong();
        if (now - nextTry < 0) {
            return false;
        }
        nextTry = now + settings.pause().toNanos();
        return true;
    }

    /** The call succeeded. */
    public synchronized void onSuccess() {
        failures = 0;
    }

    /** The call failed. */
    public synchronized void onFailure() {
        if (failures < settings.failures()) {
            failures++;
        }
        nextTry = nanoClock.getAsLong() + settings.pause().toNanos();
    }

    /** Whether calls are refused at present. */
    public synchronized boolean isOpen() {
        return failures >= settings.failures();
    }
}
