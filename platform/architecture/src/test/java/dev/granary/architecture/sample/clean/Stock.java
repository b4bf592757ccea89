package dev.granary.architecture.sample.clean;

import java.time.Instant;

/** A feature as it should be: plain values, time as an argument. */
public record Stock(String name, Instant at) {
    public boolean isOlderThan(Instant other) {
        return at.isBefore(other);
    }
}
