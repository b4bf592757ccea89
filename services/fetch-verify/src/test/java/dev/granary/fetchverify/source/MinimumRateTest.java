package dev.granary.fetchverify.source;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import org.junit.jupiter.api.Test;

class MinimumRateTest {
    private static final Duration WINDOW = Duration.ofSeconds(5);

    @Test
    void cutsAnUpstreamThatDrips() {
        // Given
        MinimumRate rate = new MinimumRate(10_000, WINDOW);

        // When
        boolean early = true;
        for (int second = 1; second < 5; second++) {
            early &= rate.isMetAfter(Duration.ofSeconds(1), 1);
        }
        boolean last = rate.isMetAfter(Duration.ofSeconds(1), 1);

        // Then
        assertThat(early).isTrue();
        assertThat(last).isFalse();
    }

    @Test
    void toleratesASlowReader() {
        // Given
        MinimumRate rate = new MinimumRate(10_000, WINDOW);

        // When: bytes are there at once whenever the reader comes
        boolean met = true;
        for (int i = 0; i < 1000; i++) {
            met &= rate.isMetAfter(Duration.ofMillis(1), 100);
        }

        // Then
        assertThat(met).isTrue();
    }

    @Test
    void measuresEachWindowByItself() {
        // Given
        MinimumRate rate = new MinimumRate(10_000, WINDOW);
        rate.isMetAfter(Duration.ofSeconds(5), 10_000_000);

        // When
        boolean met = rate.isMetAfter(WINDOW, 49_999);

        // Then
        assertThat(met).isFalse();
        assertThat(rate.patience()).isEqualTo(WINDOW);
    }

    @Test
    void patienceShrinksWithTheWindow() {
        // Given
        MinimumRate rate = new MinimumRate(10_000, WINDOW);

        // When
        rate.isMetAfter(Duration.ofSeconds(2), 0);

        // Then
        assertThat(rate.patience()).isEqualTo(Duration.ofSeconds(3));
    }
}
