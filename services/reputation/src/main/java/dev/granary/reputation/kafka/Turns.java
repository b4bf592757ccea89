package dev.granary.reputation.kafka;

import io.smallrye.mutiny.Uni;
import io.vertx.core.Context;
import io.vertx.core.Vertx;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.Executor;
import java.util.concurrent.atomic.AtomicReference;

/** One piece of work at a time, in the order in which they were subscribed to. Safe for threads. */
final class Turns {
    /** Ends with the work that was asked for last. */
    private final AtomicReference<CompletableFuture<Boolean>> last =
            new AtomicReference<>(CompletableFuture.completedFuture(true));

    /** Whether work is under way, or waits. */
    boolean isBusy() {
        return !last.get().isDone();
    }

    /** {@code work}, once all before it has ended; it runs where it was subscribed to, and so stays within its trace. */
    Uni<Void> after(Uni<Void> work) {
        return Uni.createFrom().deferred(() -> {
            Executor here = here();
            CompletableFuture<Boolean> mine = new CompletableFuture<>();
            CompletableFuture<Boolean> before = last.getAndSet(mine);
            return Uni.createFrom()
                    .completionStage(before)
                    .emitOn(here)
                    .chain(() -> work)
                    .eventually(() -> mine.complete(true));
        });
    }

    private static Executor here() {
        Context context = Vertx.currentContext();
        return context == null ? Runnable::run : work -> context.runOnContext(_ -> work.run());
    }
}
