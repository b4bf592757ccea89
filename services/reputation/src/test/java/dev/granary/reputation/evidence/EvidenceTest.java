package dev.granary.reputation.evidence;

import static dev.granary.reputation.evidence.ObservationBuilder.START;
import static dev.granary.reputation.evidence.ObservationBuilder.anObservation;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import dev.granary.kernel.ByteCount;
import java.time.Duration;
import java.time.Instant;
import java.util.Arrays;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

final class EvidenceTest {
    private static final EvidenceSettings SETTINGS = EvidenceSettings.PROVEN;

    @ParameterizedTest
    @CsvSource({"0, 1.0", "250000, 1.5", "1000000, 3.0", "9000000000, 3.0"})
    void weighsATransferByItsSizeUpToThree(long bytes, double weight) {
        assertThat(Weights.weightOf(ByteCount.of(bytes))).isEqualTo(weight);
    }

    @ParameterizedTest
    @CsvSource({"1, 4", "2, 16", "3, 64", "6, 4096", "7, 4096", "20, 4096"})
    void quarantinesFourTimesLongerWithEachCorruptAnswer(int answers, int hours) {
        // When
        Evidence evidence = evidenceOf(repeat(answers, anObservation().corrupt().build()));

        // Then
        assertThat(evidence.quarantinedUntil(SETTINGS)).contains(START.plus(Duration.ofHours(hours)));
    }

    @Test
    void neverForgetsACorruptAnswer() {
        // Given
        Instant twoYearsLater = START.plus(Duration.ofDays(730));

        // When
        Evidence evidence = evidenceOf(
                anObservation().corrupt().build(),
                anObservation().corrupt().at(twoYearsLater).build());

        // Then
        assertThat(evidence.quarantinedUntil(SETTINGS)).contains(twoYearsLater.plus(Duration.ofHours(16)));
    }

    @Test
    void holdsNothingAgainstASourceThatHonestlySaysNo() {
        // When
        Evidence evidence = evidenceOf(
                anObservation().saying(new FetchResult.NotFound()).build(),
                anObservation()
                        .saying(new FetchResult.Refused())
                        .at(START.plusSeconds(9))
                        .build());

        // Then
        assertThat(evidence.weights()).isEqualTo(Weights.NONE);
        assertThat(evidence.tally()).isEqualTo(new Tally(0, 0, 0, 1, 1));
        assertThat(evidence.sightings().last()).isEqualTo(START.plusSeconds(9));
        assertThat(evidence.quarantinedUntil(SETTINGS)).isEqualTo(Optional.empty());
    }

    @Test
    void measuresABigTransferPerMebibyteAndASmallOneWhole() {
        assertThat(evidenceOf(anObservation().verified(10L << 20, 5000, "a").build())
                        .pace()
                        .transferMillis())
                .isCloseTo(500, within(1e-9));
        assertThat(evidenceOf(anObservation().verified(2000, 40, "a").build())
                        .pace()
                        .transferMillis())
                .isEqualTo(40);
    }

    @Test
    void averagesSpeedWithAFifthOfTheNewest() {
        // When
        Evidence evidence = evidenceOf(
                anObservation().verified(0, 100, "a").build(),
                anObservation().verified(0, 200, "a").build());

        // Then
        assertThat(evidence.pace().transferMillis()).isCloseTo(120, within(1e-9));
        assertThat(evidence.pace().answerMillis()).isCloseTo(130, within(1e-9));
    }

    @Test
    void countsAFailureAsATimeout() {
        Evidence evidence = evidenceOf(
                anObservation().verified(0, 100, "a").build(),
                anObservation().failed().build());

        assertThat(evidence.pace().transferMillis()).isCloseTo(0.8 * 100 + 0.2 * 30_000, within(1e-9));
    }

    @Test
    void remembersTheTenPackagesDeliveredLast() {
        // Given
        Evidence evidence = Evidence.startingAt(START);

        // When
        for (int i = 0; i < 25; i++) {
            evidence = evidence.plus(
                    anObservation()
                            .verified(0, 10, "package-" + i % 12)
                            .at(START.plusSeconds(i))
                            .build(),
                    SETTINGS);
        }

        // Then
        assertThat(evidence.packages().count()).isEqualTo(10);
        assertThat(evidence.packages().newestFirst().getFirst().packageName()).isEqualTo("package-0");
        assertThat(evidence.packages().countAfter(START.plusSeconds(22))).isEqualTo(2);
    }

    private static Evidence evidenceOf(Observation... observations) {
        return Arrays.stream(observations)
                .reduce(Evidence.startingAt(START), (so, next) -> so.plus(next, SETTINGS), (a, _) -> a);
    }

    private static Observation[] repeat(int times, Observation observation) {
        Observation[] all = new Observation[times];
        Arrays.fill(all, observation);
        return all;
    }
}
