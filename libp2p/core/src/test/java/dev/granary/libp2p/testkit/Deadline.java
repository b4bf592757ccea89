package dev.granary.libp2p.testkit;

import dev.granary.libp2p.P2pError;
import dev.granary.libp2p.P2pException;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.concurrent.locks.LockSupport;
import java.util.function.BooleanSupplier;

/** Waits for what happens on other threads, and fails when it does not. */
public final class Deadline {
    private static final long SECONDS = 30;
    private static final long GLANCE_NANOS = 500_000;

    private Deadline() {}

    /** The result of {@code stage}, once it is there. */
    public static <T> T result(CompletionStage<T> stage) {
        try {
            return stage.toCompletableFuture().get(SECONDS, TimeUnit.SECONDS);
        } catch (ExecutionException | TimeoutException e) {
            throw new AssertionError("no result: " + e.getCause(), e);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new AssertionError(e);
        }
    }

    /** The error of {@code stage}, once it has failed. */
    public static P2pError error(CompletionStage<?> stage) {
        try {
            Object result = stage.toCompletableFuture().get(SECONDS, TimeUnit.SECONDS);
            throw new AssertionError("no failure but " + result);
        } catch (ExecutionException e) {
            if (e.getCause() instanceof P2pException known) {
                return known.error();
            }
            throw new AssertionError("not a typed failure", e);
        } catch (TimeoutException e) {
            throw new AssertionError("neither result nor failure", e);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new AssertionError(e);
        }
    }

    /** What arrives next in {@code queue}. */
    public static <T> T next(BlockingQueue<T> queue) {
        try {
            T next = queue.poll(SECONDS, TimeUnit.SECONDS);
            if (next == null) {
                throw new AssertionError("nothing has arrived");
            }
            return next;
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new AssertionError(e);
        }
    }

    /** Returns when {@code done}; looks often. */
    public static void await(BooleanSupplier done) {
        long end = System.nanoTime() + TimeUnit.SECONDS.toNanos(SECONDS);
        while (!done.getAsBoolean()) {
            if (System.nanoTime() - end > 0) {
                throw new AssertionError("not done in " + SECONDS + " s");
            }
            LockSupport.parkNanos(GLANCE_NANOS);
        }
    }
}
