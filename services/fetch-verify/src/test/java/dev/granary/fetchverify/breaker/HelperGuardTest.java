package dev.granary.fetchverify.breaker;

import static org.assertj.core.api.Assertions.assertThat;

import dev.granary.fetchverify.breaker.Breaker.Pass;
import dev.granary.testing.ManualClock;
import java.time.Duration;
import org.junit.jupiter.api.Test;

class HelperGuardTest {
    private static final Duration PAUSE = Duration.ofSeconds(10);

    private final ManualClock clock = ManualClock.at("2026-01-02T03:04:05Z");
    private final HelperGuard guard = new HelperGuard(new Breaker.Rules(3, PAUSE, PAUSE), clock);

    @Test
    void refusesAllAfterThreeFailuresInARow() {
        // When
        fail(3);

        // Then
        assertThat(guard.tryEnter()).isEmpty();
        assertThat(guard.isOpen()).isTrue();
    }

    @Test
    void aSuccessInBetweenStartsTheCountAgain() {
        // Given
        fail(2);

        // When
        guard.onSuccess(enter());
        fail(2);

        // Then
        assertThat(guard.tryEnter()).isPresent();
        assertThat(guard.isOpen()).isFalse();
    }

    @Test
    void oneTryAfterThePauseDecides() {
        // Given
        fail(3);
        clock.advance(PAUSE);

        // When
        Pass only = enter();

        // Then
        assertThat(guard.tryEnter()).isEmpty();
        assertThat(guard.isOpen()).isTrue();
        guard.onSuccess(only);
        assertThat(guard.tryEnter()).isPresent();
    }

    @Test
    void aTryThatNeverReportsIsGivenUp() {
        // Given
        fail(3);
        clock.advance(PAUSE);
        enter();

        // When
        clock.advance(PAUSE.multipliedBy(2));

        // Then
        assertThat(guard.tryEnter()).isPresent();
    }

    private void fail(int times) {
        for (int i = 0; i < times; i++) {
            guard.onFailure(enter());
        }
    }

    private Pass enter() {
        return guard.tryEnter().orElseThrow();
    }
}
