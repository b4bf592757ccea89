package dev.granary.testing;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.time.ZoneId;
import org.junit.jupiter.api.Test;

class ManualClockTest {
    private static final String START = "2026-01-01T00:00:00Z";

    @Test
    void standsStillUntilItIsMoved() {
        // Given
        ManualClock clock = ManualClock.at(START);

        // When
        Instant moved = clock.advance(Duration.ofHours(-1));

        // Then
        assertThat(moved).isEqualTo(clock.instant()).isEqualTo(Instant.parse("2025-12-31T23:00:00Z"));
    }

    @Test
    void movesItsViewsInOtherZonesToo() {
        // Given
        ManualClock clock = ManualClock.at(START);
        Clock view = clock.withZone(ZoneId.of("Europe/Vienna"));

        // When
        clock.set(Instant.EPOCH);

        // Then
        assertThat(view.instant()).isEqualTo(Instant.EPOCH);
        assertThat(view.getZone()).isEqualTo(ZoneId.of("Europe/Vienna"));
    }
}
