package dev.granary.fetchverify.postgres;

import static java.util.Objects.requireNonNull;

import dev.granary.fetchverify.breaker.Breaker;
import java.time.Duration;

/**
 * How much {@link PostgresPins} may cost; an instance is always usable.
 *
 * @param patience the longest wait for one answer
 * @param breaker when the database is left alone
 */
public record PostgresPinsSettings(Duration patience, Breaker.Rules breaker) {
    public PostgresPinsSettings {
        requireNonNull(breaker, "breaker");
        if (!patience.isPositive()) {
            throw new IllegalArgumentException("need positive patience, was " + patience);
        }
    }
}
