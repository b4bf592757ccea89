package dev.granary.local.supervision;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

import dev.granary.local.supervision.ComponentState.BackingOff;
import dev.granary.local.supervision.ComponentState.Ready;
import dev.granary.local.supervision.ComponentState.Starting;
import dev.granary.local.supervision.ComponentState.Unready;
import dev.granary.local.supervision.Supervision.Phase;
import dev.granary.local.supervision.SupervisionStep.Ask;
import dev.granary.local.supervision.SupervisionStep.Kill;
import dev.granary.local.supervision.SupervisionStep.Launch;
import dev.granary.local.supervision.SupervisionStep.Terminate;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Set;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

class SupervisionTest {
    private static final Instant START = Instant.parse("2026-01-01T00:00:00Z");
    private static final SupervisionSettings SETTINGS = SupervisionSettings.USUAL;

    private final Supervision supervision = new Supervision(
            List.of(
                    new ComponentPlan("store", Set.of(), true),
                    new ComponentPlan("service", Set.of("store"), true),
                    new ComponentPlan("window", Set.of(), false)),
            SETTINGS);
    private Instant now = START;

    @BeforeEach
    void begin() {
        now = START;
    }

    @Test
    void startsAtOnceWhatStandsAloneAndTheRestWhenThatIsReady() {
        // When
        List<SupervisionStep> first = supervision.next(now);
        supervision.onLaunched("store", 1, now);
        supervision.next(now);
        supervision.onAnswered("store", 1, "", now);
        List<SupervisionStep> second = supervision.next(now);

        // Then
        assertThat(first).containsExactly(new Launch("store"), new Launch("window"));
        assertThat(second).containsExactly(new Launch("service"));
    }

    @Test
    void startsAgainWhoWasToldOfAPortThatIsNoLongerTrue() {
        // Given
        bringUp();
        long service = state("service").pid();
        supervision.onEnded("store", "died", now);
        now = now.plusSeconds(1);
        supervision.next(now);

        // When
        supervision.onMoved("store");
        List<SupervisionStep> ends = supervision.next(now);
        supervision.onLaunched("store", 21, now);
        supervision.onEnded("service", "ended", now);
        List<SupervisionStep> waits = supervision.next(now);
        supervision.onAnswered("store", 21, "", now);
        List<SupervisionStep> starts = supervision.next(now);

        // Then
        assertThat(service).isNotZero();
        assertThat(ends).containsExactly(new Terminate("service"));
        assertThat(waits).doesNotContain(new Launch("service"));
        assertThat(starts).contains(new Launch("service"));
        assertThat(supervision.failure()).isEmpty();
    }

    @Test
    void startsAgainWhoWasToldOfAPortWhileItWasBeingLaunched() {
        // Given
        bringUp();
        supervision.onEnded("service", "died", now);
        now = now.plusSeconds(1);
        supervision.next(now);

        // When
        supervision.onMoved("store");
        List<SupervisionStep> before = supervision.next(now);
        supervision.onLaunched("service", 22, now);
        List<SupervisionStep> after = supervision.next(now);
        now = now.plus(SETTINGS.stopLimit());
        List<SupervisionStep> late = supervision.next(now);

        // Then
        assertThat(before).doesNotContain(new Terminate("service"));
        assertThat(after).contains(new Terminate("service")).doesNotContain(new Ask("service"));
        assertThat(late).contains(new Kill("service"));
    }

    @Test
    void isUpWhenAllThatIsRequiredIsReady() {
        // When
        bringUp();

        // Then
        assertThat(supervision.phase()).isEqualTo(Phase.UP);
        assertThat(supervision.isReady()).isTrue();
        assertThat(supervision.states())
                .hasEntrySatisfying("window", state -> assertThat(state.word()).isEqualTo("starting"));
    }

    @Test
    void asksOneQuestionAtATimeAndWaitsBetweenThem() {
        // Given
        supervision.next(now);
        supervision.onLaunched("store", 1, now);

        // When
        List<SupervisionStep> asked = supervision.next(now);
        List<SupervisionStep> whileAsking = supervision.next(later(Duration.ofSeconds(1)));
        supervision.onSilent("store", 1, "too early", now);
        List<SupervisionStep> tooSoon = supervision.next(later(Duration.ofMillis(50)));
        List<SupervisionStep> again = supervision.next(later(Duration.ofMillis(60)));

        // Then
        assertThat(asked).containsExactly(new Ask("store"));
        assertThat(whileAsking).isEmpty();
        assertThat(tooSoon).isEmpty();
        assertThat(again).containsExactly(new Ask("store"));
    }

    @Test
    void restartsWhatDiesAfterALongerPauseEachTime() {
        // Given
        bringUp();

        // When
        supervision.onEnded("store", "was ended by signal 9", now);
        ComponentState first = state("store");
        List<SupervisionStep> restart = supervision.next(later(Duration.ofMillis(500)));
        supervision.onLaunched("store", 7, now);
        supervision.onAnswered("store", 7, "", now);
        supervision.onEnded("store", "was ended by signal 9", later(Duration.ofSeconds(1)));
        ComponentState second = state("store");

        // Then
        assertThat(first).isEqualTo(new BackingOff(START.plusMillis(500), 1, "was ended by signal 9"));
        assertThat(restart).contains(new Launch("store"));
        assertThat(second).isEqualTo(new BackingOff(now.plusSeconds(1), 2, "was ended by signal 9"));
        assertThat(supervision.phase()).isEqualTo(Phase.UP);
        assertThat(supervision.isReady()).isFalse();
    }

    @Test
    void forgivesWhatWasReadyForLong() {
        // Given
        bringUp();
        supervision.onEnded("store", "first", now);
        supervision.next(later(Duration.ofSeconds(1)));
        supervision.onLaunched("store", 7, now);
        supervision.onAnswered("store", 7, "", now);

        // When
        supervision.onEnded("store", "second", later(Duration.ofMinutes(2)));

        // Then
        assertThat(state("store")).isEqualTo(new BackingOff(now.plusMillis(500), 1, "second"));
    }

    @Test
    void restartsAServiceThoughItsStoreIsAway() {
        // Given
        bringUp();
        supervision.onEnded("store", "gone", now);
        supervision.onEnded("service", "gone too", now);

        // When
        List<SupervisionStep> steps = supervision.next(later(Duration.ofMillis(500)));

        // Then
        assertThat(steps).contains(new Launch("store"), new Launch("service"));
    }

    @Test
    void givesUpWhenWhatIsRequiredNeverComesUp() {
        // When
        for (int attempt = 0; attempt < SETTINGS.startTries(); attempt++) {
            supervision.next(now);
            supervision.onLaunched("store", 10 + attempt, now);
            supervision.onEnded("store", "ended with exit code 1", now);
            later(Duration.ofMinutes(1));
        }
        supervision.next(now);
        supervision.onLaunched("window", 3, now);
        List<SupervisionStep> steps = supervision.next(now);
        supervision.onEnded("window", "was ended by signal 15", now);
        supervision.next(now);

        // Then
        assertThat(supervision.failure()).contains(new Supervision.Failure("store", "ended with exit code 1"));
        assertThat(steps).containsExactly(new Terminate("window"));
        assertThat(supervision.phase()).isEqualTo(Phase.DOWN);
    }

    @Test
    void neverGivesUpForWhatIsNotRequired() {
        // When
        for (int attempt = 0; attempt < 10; attempt++) {
            supervision.next(now);
            supervision.onEnded("window", "could not be started", now);
            later(Duration.ofMinutes(1));
        }

        // Then
        assertThat(supervision.phase()).isEqualTo(Phase.COMING_UP);
        assertThat(supervision.failure()).isEmpty();
    }

    @Test
    void killsWhatDoesNotBecomeReadyInTimeAndSaysSo() {
        // Given
        supervision.next(now);
        supervision.onLaunched("store", 1, now);

        // When
        List<SupervisionStep> steps = supervision.next(later(SETTINGS.startLimit()));
        List<SupervisionStep> once = supervision.next(now);
        supervision.onEnded("store", "was ended by signal 9", now);

        // Then
        assertThat(steps).containsExactly(new Kill("store"));
        assertThat(once).isEmpty();
        assertThat(state("store").detail()).startsWith("was not ready within");
    }

    @Test
    void callsAComponentUnreadyAfterThreeSilencesAndKillsItWhenItHangs() {
        // Given
        bringUp();

        // When
        for (int i = 0; i < 3; i++) {
            supervision.next(later(Duration.ofSeconds(2)));
            supervision.onSilent("store", 1, "timed out", now);
        }
        ComponentState silent = state("store");
        List<SupervisionStep> steps = supervision.next(later(SETTINGS.hangLimit()));

        // Then
        assertThat(silent).isInstanceOf(Unready.class);
        assertThat(steps).contains(new Kill("store"));
    }

    @Test
    void isReadyAgainWhenItAnswersAgain() {
        // Given
        bringUp();
        for (int i = 0; i < 3; i++) {
            supervision.next(later(Duration.ofSeconds(2)));
            supervision.onSilent("store", 1, "timed out", now);
        }

        // When
        supervision.onAnswered("store", 1, "slow", now);

        // Then
        assertThat(state("store")).isEqualTo(new Ready(1, now, 0, "slow"));
    }

    @Test
    void ignoresTheAnswerOfAProcessThatIsGone() {
        // Given
        bringUp();
        supervision.onEnded("store", "gone", now);
        supervision.next(later(Duration.ofSeconds(1)));
        supervision.onLaunched("store", 7, now);

        // When
        supervision.onAnswered("store", 1, "", now);

        // Then
        assertThat(state("store")).isInstanceOf(Starting.class);
    }

    @Test
    void stopsInTheReverseOrder() {
        // Given
        bringUp();
        supervision.onStopRequested();

        // When
        List<SupervisionStep> first = supervision.next(now);
        supervision.onEnded("service", "ended with exit code 143", now);
        List<SupervisionStep> second = supervision.next(now);
        supervision.onEnded("store", "ended with exit code 0", now);
        supervision.onEnded("window", "ended with exit code 0", now);
        supervision.next(now);

        // Then
        assertThat(first).contains(new Terminate("service"), new Terminate("window"));
        assertThat(first).doesNotContain(new Terminate("store"));
        assertThat(second).contains(new Terminate("store"));
        assertThat(supervision.phase()).isEqualTo(Phase.DOWN);
        assertThat(supervision.failure()).isEmpty();
    }

    @Test
    void killsWhatDoesNotStop() {
        // Given
        bringUp();
        supervision.onStopRequested();
        supervision.next(now);

        // When
        List<SupervisionStep> steps = supervision.next(later(SETTINGS.stopLimit()));

        // Then
        assertThat(steps).contains(new Kill("service"));
    }

    @Test
    void stopsAComponentThatWasJustBeingLaunched() {
        // Given
        supervision.next(now);
        supervision.onStopRequested();
        supervision.next(now);
        supervision.onEnded("window", "could not be started", now);

        // When
        supervision.onLaunched("store", 1, now);
        List<SupervisionStep> steps = supervision.next(now);
        supervision.onEnded("store", "ended", now);
        supervision.next(now);

        // Then
        assertThat(steps).contains(new Terminate("store"));
        assertThat(supervision.phase()).isEqualTo(Phase.DOWN);
    }

    @Test
    void refusesAnOrderThatCannotBe() {
        assertThatIllegalArgumentException()
                .isThrownBy(
                        () -> new Supervision(List.of(new ComponentPlan("service", Set.of("store"), true)), SETTINGS));
    }

    private void bringUp() {
        supervision.next(now);
        supervision.onLaunched("store", 1, now);
        supervision.onLaunched("window", 3, now);
        supervision.next(now);
        supervision.onAnswered("store", 1, "", now);
        supervision.next(now);
        supervision.onLaunched("service", 2, now);
        supervision.next(now);
        supervision.onAnswered("service", 2, "", now);
        supervision.next(now);
    }

    private ComponentState state(String name) {
        return supervision.states().getOrDefault(name, new ComponentState.Waiting());
    }

    private Instant later(Duration by) {
        now = now.plus(by);
        return now;
    }
}
