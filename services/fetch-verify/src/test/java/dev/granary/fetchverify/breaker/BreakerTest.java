package dev.granary.fetchverify.breaker;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import java.util.concurrent.atomic.AtomicLong;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

class BreakerTest {
    private static final Duration PAUSE = Duration.ofSeconds(10);

    private final AtomicLong nanos = new AtomicLong(Long.MAX_VALUE - 5); // a monotonic clock may run over
    private final Breaker breaker = new Breaker(new BreakerSettings(3, PAUSE), nanos::get);

    @BeforeEach
    void failTwice() {
        breaker.onFailure();
        breaker.onFailure();
    }

    @Test
    void staysClosedUntilAllFailuresInARow() {
        // When
        breaker.onSuccess();
        breaker.onFailure();
        breaker.onFailure();

        // Then
        assertThat(breaker.tryEnter()).isTrue();
        assertThat(breaker.isOpen()).isFalse();
    }

    @Test
    void refusesAllDuringThePause() {
        // When
        breaker.onFailure();
        pass(PAUSE.minusNanos(1));

        // Then
        assertThat(breaker.tryEnter()).isFalse();
        assertThat(breaker.isOpen()).isTrue();
    }

    @Test
    void letsOneTryAndClosesWhenItSucceeds() {
        // Given
        breaker.onFailure();
        pass(PAUSE);

        // When
        boolean first = breaker.tryEnter();
        boolean second = breaker.tryEnter();
        breaker.onSuccess();

        // Then
        assertThat(first).isTrue();
        assertThat(second).isFalse();
        assertThat(breaker.tryEnter()).isTrue();
    }

    @Test
    void pausesAgainWhenTheTryFails() {
        // Given
        breaker.onFailure();
        pass(PAUSE);
        breaker.tryEnter();

        // When
        breaker.onFailure();

        // Then
        assertThat(breaker.tryEnter()).isFalse();
        pass(PAUSE);
        assertThat(breaker.tryEnter()).isTrue();
    }

    @Test
    void isNotStuckBehindATryThatNeverReports() {
        // Given
        breaker.onFailure();
        pass(PAUSE);
        breaker.tryEnter();

        // When
        pass(PAUSE);

        // Then
        assertThat(breaker.tryEnter()).isTrue();
    }

    private void pass(Duration time) {
        nanos.addAndGet(time.toNanos());
    }
}
