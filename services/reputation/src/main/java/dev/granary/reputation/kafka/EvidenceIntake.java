package dev.granary.reputation.kafka;

import dev.granary.reputation.evidence.Observation;
import dev.granary.reputation.ledger.Entry;
import dev.granary.reputation.ledger.EvidenceLedger;
import io.micrometer.core.instrument.Timer;
import io.smallrye.mutiny.Uni;
import jakarta.inject.Singleton;
import java.time.Clock;
import java.util.List;

/** Hands observations to the ledger until it has taken them. */
@Singleton
class EvidenceIntake {
    private final EvidenceLedger ledger;
    private final Meters meters;
    private final Clock clock;

    EvidenceIntake(EvidenceLedger ledger, Meters meters, Clock clock) {
        this.ledger = ledger;
        this.meters = meters;
        this.clock = clock;
    }

    /** Done when the observations have taken effect, however long the database is away; never fails. */
    Uni<Void> count(List<Observation> observations) {
        if (observations.isEmpty()) {
            return Uni.createFrom().voidItem();
        }
        return Uni.createFrom().deferred(() -> {
            Timer.Sample sample = meters.startBatch();
            return Persistence.of(
                            "count a batch of events",
                            Uni.createFrom().completionStage(() -> ledger.count(observations, clock.instant())))
                    .invoke(this::meter)
                    .invoke(() -> meters.stopBatch(sample))
                    .replaceWithVoid();
        });
    }

    private void meter(List<Entry> entries) {
        for (Entry kind : Entry.values()) {
            meters.countEvents(kind, entries.stream().filter(kind::equals).count());
        }
    }
}
