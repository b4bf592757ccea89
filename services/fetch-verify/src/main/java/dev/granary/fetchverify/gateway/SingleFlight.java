package dev.granary.fetchverify.gateway;

import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionException;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ConcurrentMap;
import java.util.concurrent.Executor;
import java.util.function.Supplier;

/**
 * Lets all who want the same thing at the same time wait for one piece of work. The work runs on its own thread: who
 * waits may leave, the work goes on for the others. Holds as many entries as pieces of work are under way.
 *
 * @param <T> what the work gives
 */
final class SingleFlight<T> {
    private final ConcurrentMap<String, CompletableFuture<T>> flights = new ConcurrentHashMap<>();
    private final Executor executor;

    SingleFlight(Executor executor) {
        this.executor = executor;
    }

    /** Joins the work on {@code key}, or starts it. */
    CompletableFuture<T> join(String key, Supplier<T> work) {
        CompletableFuture<T> mine = new CompletableFuture<>();
        CompletableFuture<T> running = flights.putIfAbsent(key, mine);
        if (running != null) {
            return running;
        }
        executor.execute(() -> {
            // Forgotten first: who asks once it is over never gets what was found before.
            try {
                T result = work.get();
                flights.remove(key, mine);
                mine.complete(result);
            } catch (Throwable e) {
                flights.remove(key, mine);
                mine.completeExceptionally(e);
            }
        });
        return mine;
    }

    /** Waits for work; rethrows what it threw. */
    static <T> T await(CompletableFuture<T> flight) {
        try {
            return flight.join();
        } catch (CompletionException e) {
            if (e.getCause() instanceof RuntimeException cause) {
                throw cause;
            }
            throw e;
        }
    }
}
