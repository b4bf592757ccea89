package dev.granary.bench;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;

final class ScoringBenchTest {
    @Test
    void scoresEverySourceInEachRound() {
        // When
        ScoringBench.Result result = ScoringBench.run(1000, 3);

        // Then
        assertThat(result.checksum()).isPositive().isFinite();
        assertThat(result.slowest()).isGreaterThanOrEqualTo(result.median());
    }
}
