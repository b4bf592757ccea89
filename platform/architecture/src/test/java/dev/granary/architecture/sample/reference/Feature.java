package dev.granary.architecture.sample.reference;

import java.time.Instant;
import java.util.function.Supplier;

final class Feature {
    Supplier<Instant> clock() {
        return Instant::now;
    }
}
