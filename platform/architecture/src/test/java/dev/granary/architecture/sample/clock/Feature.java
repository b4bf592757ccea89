package dev.granary.architecture.sample.clock;

import java.time.Instant;

final class Feature {
    Instant now() {
        return Instant.now();
    }
}
