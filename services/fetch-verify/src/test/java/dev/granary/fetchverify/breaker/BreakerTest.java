package dev.granary.fetchverify.breaker;

import static org.assertj.core.api.Assertions.assertThat;

import dev.granary.fetchverify.breaker.Breaker.Admission;
import dev.granary.fetchverify.breaker.Breaker.Admission.Admitted;
import dev.granary.fetchverify.breaker.Breaker.Admission.Refused;
import dev.granary.fetchverify.breaker.Breaker.Pass;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import java.util.stream.LongStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

class BreakerTest {
    private static final Breaker.Rules RULES = new Breaker.Rules(3, Duration.ofSeconds(30), Duration.ofSeconds(20));
    private static final Instant START = Instant.parse("2026-01-01T00:00:00Z");

    private static Admitted admitted(Breaker breaker, Instant now) {
        Admission admission = breaker.admit(now);
        assertThat(admission).isInstanceOf(Admitted.class);
        return (Admitted) admission;
    }

    private static Breaker failing(Breaker breaker, int times) {
        Breaker current = breaker;
        for (int i = 0; i < times; i++) {
            current = current.onFailure(admitted(current, START).pass(), START);
        }
        return current;
    }

    @Test
    void opensAfterThreeFailuresInARow() {
        // When
        Breaker breaker = failing(Breaker.closed(RULES), 3);

        // Then
        assertThat(breaker.admit(START.plusSeconds(10))).isEqualTo(new Refused(Duration.ofSeconds(20)));
    }

    @Test
    void aSuccessInBetweenStartsTheCountAgain() {
        // Given
        Breaker twice = failing(Breaker.closed(RULES), 2);

        // When
        Breaker breaker = failing(twice.onSuccess(admitted(twice, START).pass()), 2);

        // Then
        assertThat(breaker).isInstanceOf(Breaker.Closed.class);
    }

    @Test
    void letsOneProbeThroughWhenItsTimeIsOver() {
        // Given
        Breaker open = failing(Breaker.closed(RULES), 3);
        Instant later = START.plusSeconds(30);

        // When
        Admitted probe = admitted(open, later);

        // Then
        assertThat(probe.pass().isProbe()).isTrue();
        assertThat(probe.next().admit(later.plusSeconds(1))).isInstanceOf(Refused.class);
        assertThat(probe.next().onSuccess(probe.pass())).isInstanceOf(Breaker.Closed.class);
        assertThat(probe.next().onFailure(probe.pass(), later).admit(later.plusSeconds(29)))
                .isEqualTo(new Refused(Duration.ofSeconds(1)));
    }

    @Test
    void aProbeThatNeverReportsCountsAsFailed() {
        // Given
        Instant later = START.plusSeconds(30);
        Admitted silent = admitted(failing(Breaker.closed(RULES), 3), later);

        // When
        Admission atDeadline = silent.next().admit(later.plusSeconds(20));
        Admitted second = admitted(silent.next(), later.plusSeconds(50));

        // Then
        assertThat(atDeadline).isEqualTo(new Refused(Duration.ofSeconds(30)));
        assertThat(second.pass()).isNotEqualTo(silent.pass());
        assertThat(second.next().onSuccess(silent.pass())).isEqualTo(second.next());
    }

    @Test
    void aProbeThatWasCalledOffMakesRoomForAnother() {
        // Given
        Instant later = START.plusSeconds(30);
        Admitted probe = admitted(failing(Breaker.closed(RULES), 3), later);

        // When
        Breaker after = probe.next().onNothing(probe.pass(), later);

        // Then
        assertThat(admitted(after, later).pass().isProbe()).isTrue();
    }

    @Test
    void lateReportsOfOrdinaryRequestsChangeNothing() {
        // Given
        Breaker closed = Breaker.closed(RULES);
        Pass early = admitted(closed, START).pass();
        Breaker open = failing(closed, 3);
        Breaker probing = admitted(open, START.plusSeconds(30)).next();

        // When / Then
        assertThat(open.onSuccess(early)).isEqualTo(open);
        assertThat(open.onFailure(early, START)).isEqualTo(open);
        assertThat(probing.onSuccess(early)).isEqualTo(probing);
        assertThat(probing.onFailure(early, START)).isEqualTo(probing);
        assertThat(probing.onNothing(early, START)).isEqualTo(probing);
    }

    static LongStream seeds() {
        return LongStream.range(0, 200);
    }

    @ParameterizedTest(name = "seed={0}")
    @MethodSource("seeds")
    void neverTwoProbesAtOnceAndNeverStuck(long seed) {
        // Given
        Random random = new Random(seed);
        Breaker breaker = Breaker.closed(RULES);
        Instant now = START;
        List<Pass> out = new ArrayList<>();

        // When: admissions, reports and silence in any order
        for (int i = 0; i < 300; i++) {
            now = now.plusMillis(random.nextInt(8_000));
            if (random.nextBoolean() && breaker.admit(now) instanceof Admitted(Breaker next, Pass pass)) {
                assertThat(pass.isProbe()
                                && breaker instanceof Breaker.Probing(var rules, var deadline, var probe)
                                && now.isBefore(deadline))
                        .isFalse();
                breaker = next;
                out.add(pass);
            }
            if (!out.isEmpty() && random.nextBoolean()) {
                Pass pass = out.remove(random.nextInt(out.size()));
                breaker = random.nextInt(3) == 0 ? breaker.onSuccess(pass) : breaker.onFailure(pass, now);
            }
        }

        // Then: whatever happened, after the longest possible wait somebody may ask
        assertThat(breaker.admit(now.plusSeconds(51))).isInstanceOf(Admitted.class);
    }
}
