package dev.granary.libp2p.peer;

import dev.granary.libp2p.P2pException;
import dev.granary.libp2p.peer.line.Refusal;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionException;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.ExecutionException;
import org.jspecify.annotations.Nullable;

/** Lets a virtual thread wait for what happens on loops. */
final class Waiting {
    private Waiting() {}

    /** The value of {@code stage}. Takes the request back when the thread is interrupted. */
    static <T> T on(CompletionStage<T> stage) throws Refusal, InterruptedException {
        CompletableFuture<T> future = stage.toCompletableFuture();
        try {
            return future.get();
        } catch (InterruptedException e) {
            future.cancel(false);
            throw e;
        } catch (ExecutionException e) {
            throw refusal(e.getCause());
        }
    }

    /** Waits for the end of {@code stage}, which has no value. */
    static void done(CompletionStage<Void> stage) throws Refusal, InterruptedException {
        on(stage.thenApply(_ -> true));
    }

    private static Refusal refusal(@Nullable Throwable failure) {
        return switch (failure) {
            case null -> new Refusal("internal", "A failure without a cause.");
            case Refusal refusal -> refusal;
            case P2pException known -> Refusal.of(known);
            case CompletionException wrapped when wrapped.getCause() != null -> refusal(wrapped.getCause());
            default -> new Refusal("internal", failure.toString());
        };
    }
}
