package dev.granary.reputation.evidence;

import static dev.granary.reputation.evidence.ObservationBuilder.START;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import java.time.Duration;
import java.time.Instant;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;

final class DecayingSumTest {
    private static final Duration DAY = Duration.ofDays(1);

    @Test
    void halvesPerHalfLife() {
        DecayingSum sum = DecayingSum.NONE.plus(2, START, DAY);

        assertThat(sum.at(START, DAY)).isEqualTo(2);
        assertThat(sum.at(START.plus(DAY), DAY)).isEqualTo(1);
        assertThat(sum.at(START.plus(DAY.multipliedBy(3)), DAY)).isEqualTo(0.25);
    }

    @Test
    void countsALateObservationAsIfItHadComeInTime() {
        Instant later = START.plus(DAY);

        DecayingSum inTime = DecayingSum.NONE.plus(1, START, DAY).plus(1, later, DAY);
        DecayingSum late = DecayingSum.NONE.plus(1, later, DAY).plus(1, START, DAY);

        assertThat(late).isEqualTo(inTime);
        assertThat(late.at(later, DAY)).isCloseTo(1.5, within(1e-9));
    }

    @Test
    void fadesEvenWhenSomethingIsAddedEachMillisecond() {
        // Given
        DecayingSum sum = DecayingSum.NONE.plus(1, START, DAY);

        // When
        for (int i = 1; i <= 86_400; i++) {
            sum = sum.plus(0, START.plusMillis(i), DAY);
        }

        // Then
        assertThat(sum.at(START.plusMillis(86_400), DAY)).isCloseTo(Math.pow(0.5, 0.001), within(1e-4));
    }

    @Test
    void neverOverflows() {
        DecayingSum sum = IntStream.range(0, 100)
                .mapToObj(_ -> 1e300)
                .reduce(DecayingSum.NONE, (so, weight) -> so.plus(weight, START, DAY), (a, _) -> a);

        assertThat(sum.at(START, DAY)).isPositive().isFinite();
    }

    @Test
    void gainsNothingFromAClockThatGoesBack() {
        DecayingSum sum = DecayingSum.NONE.plus(1, START, DAY);

        assertThat(sum.at(START.minus(DAY), DAY)).isEqualTo(1);
    }
}
