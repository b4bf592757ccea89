package dev.granary.reputation.kafka;

import static org.assertj.core.api.Assertions.assertThat;

import io.smallrye.mutiny.Uni;
import io.smallrye.mutiny.subscription.Cancellable;
import io.vertx.core.Vertx;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;

class TurnsTest {
    private final Turns turns = new Turns();
    private final List<String> done = new ArrayList<>();

    @Test
    void workWaitsForTheWorkBeforeIt() {
        // Given
        CompletableFuture<Void> first = new CompletableFuture<>();
        run("first", Uni.createFrom().completionStage(first));
        run("second", Uni.createFrom().voidItem());
        List<String> doneBefore = List.copyOf(done);

        // When
        first.complete(null);

        // Then
        assertThat(doneBefore).isEmpty();
        assertThat(done).containsExactly("first", "second");
        assertThat(turns.isBusy()).isFalse();
    }

    @Test
    void workThatFailsOrIsGivenUpHoldsNobodyUp() {
        // Given
        run("fails", Uni.createFrom().failure(new IllegalStateException("expected")));
        Cancellable givenUp = run("never", Uni.createFrom().nothing());
        run("last", Uni.createFrom().voidItem());
        boolean busyBefore = turns.isBusy();

        // When
        givenUp.cancel();

        // Then
        assertThat(busyBefore).isTrue();
        assertThat(done).containsExactly("last");
        assertThat(turns.isBusy()).isFalse();
    }

    @Test
    void workThatWaitedGoesOnWhereItWasAskedFor() throws Exception {
        // Given
        Vertx vertx = Vertx.vertx();
        CompletableFuture<Void> first = new CompletableFuture<>();
        run("first", Uni.createFrom().completionStage(first));
        var context = vertx.getOrCreateContext();
        CompletableFuture<Object> seen = new CompletableFuture<>();
        CompletableFuture<Void> asked = new CompletableFuture<>();
        context.runOnContext(_ -> {
            turns.after(Uni.createFrom().<Void>item(() -> {
                        seen.complete(Vertx.currentContext());
                        return null;
                    }))
                    .subscribe()
                    .with(_ -> {});
            asked.complete(null);
        });
        asked.get(10, TimeUnit.SECONDS);

        // When
        first.complete(null);

        // Then
        assertThat(seen.get(10, TimeUnit.SECONDS)).isSameAs(context);
        vertx.close().toCompletionStage().toCompletableFuture().get(10, TimeUnit.SECONDS);
    }

    private Cancellable run(String name, Uni<Void> work) {
        return turns.after(work.invoke(() -> done.add(name))).subscribe().with(_ -> {}, _ -> {});
    }
}
