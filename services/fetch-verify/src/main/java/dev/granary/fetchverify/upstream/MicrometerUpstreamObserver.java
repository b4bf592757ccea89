package dev.granary.fetchverify.upstream;

import dev.granary.fetchverify.source.Origin;
import dev.granary.fetchverify.source.UpstreamRequest.Kind;
import io.micrometer.core.instrument.MeterRegistry;
import io.micrometer.core.instrument.Tags;
import java.time.Duration;
import java.util.Locale;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.atomic.AtomicInteger;

/**
 * Counts and times tries, and shows each host's breaker as 0 (closed), 1 (open) or 2 (probing). Hosts are those that
 * configuration names, which bounds the labels.
 */
public final class MicrometerUpstreamObserver implements UpstreamObserver {
    private final MeterRegistry registry;
    private final Map<Origin, AtomicInteger> breakers = new ConcurrentHashMap<>();

    public MicrometerUpstreamObserver(MeterRegistry registry) {
        this.registry = registry;
    }

    @Override
    public void onTry(Origin host, Kind kind, Outcome outcome, Duration took) {
        registry.timer(
                        "granary.fetch-verify.upstream.tries",
                        "host",
                        host.authority(),
                        "kind",
                        kind.name().toLowerCase(Locale.ROOT),
                        "outcome",
                        outcome.label())
                .record(took);
    }

    @Override
    public void onBreaker(Origin host, State state) {
        breakers.computeIfAbsent(host, this::gauge).set(state.level());
    }

    private AtomicInteger gauge(Origin host) {
        AtomicInteger state = new AtomicInteger();
        registry.gauge("granary.fetch-verify.upstream.breaker", Tags.of("host", host.authority()), state);
        return state;
    }
}
