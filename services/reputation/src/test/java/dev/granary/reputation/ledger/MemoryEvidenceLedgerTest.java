package dev.granary.reputation.ledger;

import static dev.granary.reputation.evidence.ObservationBuilder.START;
import static dev.granary.reputation.evidence.ObservationBuilder.anObservation;
import static org.assertj.core.api.Assertions.assertThat;

import dev.granary.reputation.evidence.Observation;
import dev.granary.reputation.evidence.ObservationBuilder;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;

public final class MemoryEvidenceLedgerTest extends EvidenceLedgerConformance {
    private final EvidenceLedger ledger = new MemoryEvidenceLedger(SCORING, SETTINGS);

    @Override
    protected EvidenceLedger ledger() {
        return ledger;
    }

    /** T7 of the trust notes. */
    @Test
    public void tenThousandPeersThatComeAndGoLeaveABoundedLedgerWithEveryStrike() {
        // Given
        Instant now = START;

        // When
        for (int wave = 0; wave < 100; wave++) {
            now = now.plusSeconds(600);
            run(ledger.count(wave(wave, now), now));
            run(ledger.sweep(now));
        }

        // Then
        List<Account> kept = run(ledger.list(0, 1000)).accounts();
        assertThat(kept).hasSize(MAXIMUM_SOURCES);
        assertThat(kept)
                .filteredOn(account -> account.evidence().tally().corrupt() > 0)
                .hasSize(20);
    }

    /** A hundred new peers; of each fifth wave one poisons. */
    private static List<Observation> wave(int wave, Instant now) {
        List<Observation> observations = new ArrayList<>();
        for (int i = 0; i < 100; i++) {
            String name = "peer-" + wave + "-" + i;
            ObservationBuilder one =
                    anObservation().withEvent(name).ofPeer(name).at(now);
            observations.add((wave % 5 == 0 && i == 0 ? one.corrupt() : one).build());
        }
        return observations;
    }
}
