package dev.granary.e2e.process;

import java.time.Duration;
import java.util.concurrent.Callable;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;

/** Waits for what happens in other processes, where nothing can tell the test. */
public final class Poll {
    private Poll() {}

    /** Asks until {@code condition} holds; fails the test with {@code what} after {@code limit}. */
    public static void until(String what, Duration limit, Callable<Boolean> condition) {
        long deadline = System.nanoTime() + limit.toNanos();
        Throwable last = null;
        while (System.nanoTime() < deadline) {
            try {
                if (condition.call()) {
                    return;
                }
                last = null;
            } catch (Exception | AssertionError e) {
                last = e;
            }
            pause();
        }
        throw failure(what, limit, last);
    }

    private static AssertionError failure(String what, Duration limit, @Nullable Throwable last) {
        return new AssertionError("not within " + limit + ": " + what, last);
    }

    private static void pause() {
        try {
            TimeUnit.MILLISECONDS.sleep(200);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new IllegalStateException(e);
        }
    }
}
