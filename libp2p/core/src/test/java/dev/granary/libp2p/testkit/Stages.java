package dev.granary.libp2p.testkit;

import dev.granary.libp2p.P2pError;
import dev.granary.libp2p.P2pException;
import java.util.Optional;
import java.util.concurrent.CompletionException;
import java.util.concurrent.CompletionStage;
import org.jspecify.annotations.Nullable;

/** Looks at stages without waiting. */
public final class Stages {
    private Stages() {}

    public static boolean isDone(CompletionStage<?> stage) {
        return stage.toCompletableFuture().isDone();
    }

    /** The result of a stage that has completed. */
    public static <T> T result(CompletionStage<T> stage) {
        if (!isDone(stage)) {
            throw new AssertionError("not completed yet");
        }
        return stage.toCompletableFuture().join();
    }

    /** The error that a stage failed with; empty while it is running or when it went well. */
    public static Optional<P2pError> error(CompletionStage<?> stage) {
        @Nullable Throwable[] failure = {null};
        stage.whenComplete((_, thrown) -> failure[0] = thrown);
        @Nullable Throwable thrown = failure[0];
        if (thrown instanceof CompletionException wrapped) {
            thrown = wrapped.getCause();
        }
        return thrown instanceof P2pException known ? Optional.of(known.error()) : Optional.empty();
    }
}
