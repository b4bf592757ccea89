package dev.granary.reputation.kafka;

import dev.granary.reputation.config.ReviewConfig;
import dev.granary.reputation.ledger.EvidenceLedger;
import io.quarkus.runtime.ShutdownEvent;
import io.quarkus.runtime.StartupEvent;
import io.smallrye.mutiny.Uni;
import io.smallrye.mutiny.subscription.Cancellable;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.enterprise.event.Observes;
import java.time.Clock;
import org.jspecify.annotations.Nullable;

/** Measures the ledger now and then; while it is away its last measures stand. */
@ApplicationScoped
class LedgerWatch {
    private final EvidenceLedger ledger;
    private final Meters meters;
    private final ReviewConfig config;
    private final Clock clock;
    private @Nullable Cancellable loop;

    LedgerWatch(EvidenceLedger ledger, Meters meters, ReviewConfig config, Clock clock) {
        this.ledger = ledger;
        this.meters = meters;
        this.config = config;
        this.clock = clock;
    }

    void onStart(@Observes StartupEvent event) {
        loop = ReviewLoop.every(config.measureEvery(), this::measure);
    }

    void onStop(@Observes ShutdownEvent event) {
        if (loop != null) {
            loop.cancel();
        }
    }

    private Uni<Void> measure() {
        return Uni.createFrom()
                .completionStage(() -> ledger.size(clock.instant()))
                .invoke(meters::measured)
                .replaceWithVoid()
                .onFailure()
                .recoverWithNull();
    }
}
