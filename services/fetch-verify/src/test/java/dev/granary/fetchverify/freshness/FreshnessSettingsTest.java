package dev.granary.fetchverify.freshness;

import static dev.granary.fetchverify.freshness.Freshness.FRESH;
import static dev.granary.fetchverify.freshness.Freshness.REVALIDATE_FIRST;
import static dev.granary.fetchverify.freshness.Freshness.SERVE_AND_REVALIDATE;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

import dev.granary.fetchverify.format.DocumentKey.Kind;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Random;
import java.util.stream.IntStream;
import java.util.stream.LongStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.MethodSource;
import org.junit.jupiter.params.provider.ValueSource;

class FreshnessSettingsTest {
    private static final Instant VALIDATED = Instant.parse("2026-01-02T03:04:05Z");
    private static final FreshnessSettings SETTINGS = new FreshnessSettings(
            Duration.ofMinutes(5),
            Duration.ofMinutes(7),
            Duration.ofHours(24),
            Duration.ofMinutes(10),
            Duration.ofSeconds(30));

    /** Salt 0 takes nothing off the time to live. */
    private static final int WHOLE = 0;

    @ParameterizedTest
    @CsvSource({
        "INDEX, PT0S, FRESH",
        "INDEX, PT4M59S, FRESH",
        "INDEX, PT5M, SERVE_AND_REVALIDATE",
        "INDEX, PT14M59S, SERVE_AND_REVALIDATE",
        "INDEX, PT15M, REVALIDATE_FIRST",
        "INDEX, P365D, REVALIDATE_FIRST",
        "SIDECAR, PT6M59S, FRESH",
        "SIDECAR, PT7M, SERVE_AND_REVALIDATE",
        "KEYS, PT23H59M, FRESH",
        "KEYS, PT24H10M, REVALIDATE_FIRST",
    })
    void ageDecides(Kind kind, Duration age, Freshness expected) {
        // When
        Freshness freshness = SETTINGS.judge(kind, VALIDATED, VALIDATED.plus(age), WHOLE);

        // Then
        assertThat(freshness).isEqualTo(expected);
    }

    @ParameterizedTest
    @ValueSource(strings = {"PT-0.000000001S", "PT-1H", "P-3650D"})
    void fault19WhenTheClockWentBackTheUpstreamMustTell(Duration age) {
        // When
        Freshness freshness = SETTINGS.judge(Kind.KEYS, VALIDATED, VALIDATED.plus(age), WHOLE);

        // Then
        assertThat(freshness).isEqualTo(REVALIDATE_FIRST);
    }

    @Test
    void expiryIsSpreadOverATenthOfTheTimeToLive() {
        // When
        var until = IntStream.range(0, 1000)
                .mapToObj(salt -> SETTINGS.freshUntil(Kind.INDEX, VALIDATED, salt))
                .toList();

        // Then
        assertThat(until).allSatisfy(instant -> assertThat(instant)
                .isBetween(VALIDATED.plus(Duration.ofSeconds(270)), VALIDATED.plus(Duration.ofMinutes(5))));
        assertThat(until.stream().distinct().count()).isEqualTo(100);
    }

    @ParameterizedTest(name = "seed={0}")
    @MethodSource("seeds")
    void freshUntilAndJudgeAgreeAndAgeNeverMakesFresher(long seed) {
        // Given
        Random random = new Random(seed);
        Kind kind = List.of(Kind.INDEX, Kind.SIDECAR, Kind.KEYS).get(random.nextInt(3));
        int salt = random.nextInt();
        Instant until = SETTINGS.freshUntil(kind, VALIDATED, salt);

        // When
        Freshness before = SETTINGS.judge(kind, VALIDATED, until.minusNanos(1), salt);
        Freshness at = SETTINGS.judge(kind, VALIDATED, until, salt);
        Freshness later = SETTINGS.judge(kind, VALIDATED, until.plusSeconds(random.nextInt(100_000)), salt);

        // Then
        assertThat(before).isEqualTo(FRESH);
        assertThat(at).isEqualTo(SERVE_AND_REVALIDATE);
        assertThat(later).isGreaterThanOrEqualTo(at);
    }

    static LongStream seeds() {
        return LongStream.range(0, 100);
    }

    @Test
    void notFoundIsNeverBelievedForMoreThanAMinute() {
        assertThatIllegalArgumentException()
                .isThrownBy(() -> with(Duration.ofMinutes(5), Duration.ofSeconds(61)))
                .withMessageContaining("PT1M1S");
        assertThatIllegalArgumentException().isThrownBy(() -> with(Duration.ofMinutes(5), Duration.ofSeconds(-1)));
    }

    @Test
    void timesToLiveAreNotNegative() {
        assertThatIllegalArgumentException().isThrownBy(() -> with(Duration.ofSeconds(-1), Duration.ofSeconds(1)));
    }

    private static FreshnessSettings with(Duration index, Duration absent) {
        return new FreshnessSettings(index, index, index, index, absent);
    }
}
