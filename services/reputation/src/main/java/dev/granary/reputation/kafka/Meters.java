package dev.granary.reputation.kafka;

import io.micrometer.core.instrument.MeterRegistry;
import io.micrometer.core.instrument.Timer;
import jakarta.inject.Singleton;
import java.util.Locale;

/** What this service counts; every label has a fixed set of values. */
@Singleton
class Meters {
    private final MeterRegistry registry;
    private final Timer batches;

    Meters(MeterRegistry registry) {
        this.registry = registry;
        this.batches = Timer.builder("granary.reputation.batch")
                .description("From taking a batch of events to their commit")
                .register(registry);
    }

    /** Counts events by what became of them. */
    void countEvents(Enum<?> result, long count) {
        countEvents(result.name(), count);
    }

    void countEvents(String result, long count) {
        registry.counter("granary.reputation.events", "result", result.toLowerCase(Locale.ROOT))
                .increment((double) count);
    }

    void countPublications(boolean sent, long count) {
        registry.counter("granary.reputation.publications", "result", sent ? "sent" : "failed")
                .increment((double) count);
    }

    Timer.Sample startBatch() {
        return Timer.start(registry);
    }

    void stopBatch(Timer.Sample sample) {
        sample.stop(batches);
    }
}
