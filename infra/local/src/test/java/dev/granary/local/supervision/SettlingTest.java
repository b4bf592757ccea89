package dev.granary.local.supervision;

import static org.assertj.core.api.Assertions.assertThat;

import dev.granary.local.supervision.ComponentState.Ready;
import dev.granary.local.supervision.SupervisionStep.Ask;
import java.time.Instant;
import java.util.List;
import java.util.Objects;
import java.util.Set;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

class SettlingTest {
    private static final Instant START = Instant.parse("2026-01-01T00:00:00Z");
    private static final SupervisionSettings SETTINGS = SupervisionSettings.USUAL;

    private final Supervision supervision =
            new Supervision(List.of(new ComponentPlan("store", Set.of(), true)), SETTINGS);

    @BeforeEach
    void startAndAsk() {
        supervision.next(START);
        supervision.onLaunched("store", 1, START);
        supervision.next(START);
    }

    @Test
    void givesAServiceThatHasJustStartedAMomentToReachWhatItNeeds() {
        // When
        supervision.onAnswered("store", 1, "degraded: queue (nothing is sent)", START);
        String atFirst = state().word();
        List<SupervisionStep> askedSoon =
                supervision.next(START.plus(SETTINGS.probes().comingUp()));
        supervision.onAnswered("store", 1, "", START);

        // Then
        assertThat(atFirst).isEqualTo("starting");
        assertThat(askedSoon).contains(new Ask("store"));
        assertThat(state()).isInstanceOfSatisfying(Ready.class, ready -> assertThat(ready.detail())
                .isEmpty());
    }

    @Test
    void takesAServiceThatStaysWithoutAPartForReady() {
        // Given
        supervision.onAnswered("store", 1, "degraded: queue (nothing is sent)", START);

        // When
        Instant late = START.plus(SETTINGS.settleLimit());
        supervision.next(late);
        supervision.onAnswered("store", 1, "degraded: queue (nothing is sent)", late);

        // Then
        assertThat(state()).isInstanceOfSatisfying(Ready.class, ready -> assertThat(ready.detail())
                .startsWith("degraded"));
    }

    private ComponentState state() {
        return Objects.requireNonNull(supervision.states().get("store"));
    }
}
