package dev.granary.fetchverify.component;

import jakarta.annotation.Priority;
import jakarta.enterprise.inject.Alternative;
import jakarta.enterprise.inject.Produces;
import jakarta.inject.Singleton;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.concurrent.atomic.AtomicReference;

/** The mirror's clock, which goes as fast as any and can be set. */
final class SkewedClock implements InstantSource {
    static final SkewedClock CLOCK = new SkewedClock();

    private final AtomicReference<Duration> skew = new AtomicReference<>(Duration.ZERO);

    @Override
    public Instant instant() {
        return Clock.systemUTC().instant().plus(skew.get());
    }

    /** Sets the clock forward, or back. */
    void jump(Duration step) {
        skew.accumulateAndGet(step, Duration::plus);
    }

    /** Longer than "not found" is believed, shorter than documents are fresh. */
    void passAMinute() {
        jump(Duration.ofSeconds(61));
    }

    /** Puts this clock in the place of the system's. */
    @Singleton
    static class Wiring {
        @Produces
        @Singleton
        @Alternative
        @Priority(1)
        InstantSource clock() {
            return CLOCK;
        }
    }
}
