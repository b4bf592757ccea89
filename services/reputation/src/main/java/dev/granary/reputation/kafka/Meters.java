package dev.granary.reputation.kafka;

import dev.granary.reputation.ledger.EvidenceLedger;
import io.micrometer.core.instrument.Gauge;
import io.micrometer.core.instrument.MeterRegistry;
import io.micrometer.core.instrument.Timer;
import jakarta.inject.Singleton;
import java.util.Locale;
import java.util.function.Supplier;
import java.util.function.ToLongFunction;
import org.jspecify.annotations.Nullable;

/** What this service counts; every label has a fixed set of values. */
@Singleton
class Meters {
    private final MeterRegistry registry;
    private final Timer batches;
    private volatile EvidenceLedger.@Nullable Size ledger;
    private volatile @Nullable Long waitingEvents;

    Meters(MeterRegistry registry) {
        this.registry = registry;
        this.batches = Timer.builder("granary.reputation.batch")
                .description("From taking a batch of events to their commit")
                .register(registry);
        Gauge.builder("granary.reputation.sources", () -> orUnknown(ledger, EvidenceLedger.Size::sources))
                .description("Sources that have an account")
                .register(registry);
        backlog("scores", () -> orUnknown(ledger, EvidenceLedger.Size::due));
        backlog("events", () -> orUnknown(waitingEvents, events -> events));
    }

    private void backlog(String kind, Supplier<Number> waiting) {
        Gauge.builder("granary.reputation.backlog", waiting)
                .description("What waits: events on their topic, scores for their review")
                .tag("kind", kind)
                .register(registry);
    }

    /** What was never measured is no number, rather than 0. */
    private static <T> Number orUnknown(@Nullable T measured, ToLongFunction<T> number) {
        return measured == null ? Double.NaN : number.applyAsLong(measured);
    }

    /** What the ledger holds now, of all replicas. */
    void measured(EvidenceLedger.Size size) {
        ledger = size;
    }

    /** How many events wait now, for all replicas. */
    void measuredEvents(long waiting) {
        waitingEvents = waiting;
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
