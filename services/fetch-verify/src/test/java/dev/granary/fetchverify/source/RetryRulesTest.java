package dev.granary.fetchverify.source;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import java.time.Instant;
import java.util.Random;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** When a request may be repeated, and when the host said not to. */
class RetryRulesTest {
    private static final Instant NOW = Instant.parse("2026-01-01T00:00:00Z");

    @Test
    void inALongOutageRetriesAreATenthOfTheRequests() {
        // Given
        RetryBudget budget = new RetryBudget();

        // When
        int retries = 0;
        for (int i = 0; i < 10_000; i++) {
            budget.onRequest();
            retries += budget.tryRetry() ? 1 : 0;
        }

        // Then
        assertThat(retries).isBetween(1_000, 1_010);
    }

    @Test
    void quietTimesSaveUpAFewRetriesAndNoMore() {
        // Given
        RetryBudget budget = new RetryBudget();
        for (int i = 0; i < 10_000; i++) {
            budget.onRequest();
        }

        // When
        int retries = 0;
        while (budget.tryRetry()) {
            retries++;
        }

        // Then
        assertThat(retries).isEqualTo(10);
    }

    @Test
    void theWaitIsRandomBelowABoundThatDoubles() {
        // Given
        Backoff backoff = new Backoff(Duration.ofMillis(100), Duration.ofMillis(300), 5);
        Random random = new Random(1);

        // When / Then
        for (int i = 0; i < 1_000; i++) {
            assertThat(backoff.before(1, random)).isBetween(Duration.ZERO, Duration.ofMillis(100));
            assertThat(backoff.before(2, random)).isBetween(Duration.ZERO, Duration.ofMillis(200));
            assertThat(backoff.before(5, random)).isBetween(Duration.ZERO, Duration.ofMillis(300));
        }
    }

    @ParameterizedTest(name = "{0} means {1}")
    @CsvSource({
        "0, PT0S",
        "120, PT2M",
        "3600, PT1H",
        "3601, PT1H",
        "99999999999999999999, PT1H",
        "'Thu, 01 Jan 2026 00:05:00 GMT', PT5M",
        "'Fri, 01 Jan 2027 00:05:00 GMT', PT1H",
        "'Wed, 31 Dec 2025 23:00:00 GMT', PT0S"
    })
    void retryAfterIsReadAndBounded(String field, Duration wait) {
        // When / Then
        assertThat(RetryAfter.parse(field, NOW)).contains(wait);
    }

    @ParameterizedTest
    @CsvSource({"''", "soon", "-5", "1.5", "'Thu, 41 Jan 2026 00:05:00 GMT'"})
    void nonsenseSaysNothing(String field) {
        // When / Then
        assertThat(RetryAfter.parse(field, NOW)).isEmpty();
    }
}
