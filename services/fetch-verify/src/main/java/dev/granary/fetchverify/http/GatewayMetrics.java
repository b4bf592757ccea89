package dev.granary.fetchverify.http;

import dev.granary.fetchverify.format.Format;
import io.micrometer.core.instrument.Counter;
import io.micrometer.core.instrument.MeterRegistry;
import io.vertx.core.http.HttpServerRequest;
import io.vertx.core.http.HttpServerResponse;
import java.util.List;
import java.util.Map;
import java.util.concurrent.atomic.AtomicReferenceArray;
import java.util.function.Function;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/** Counts requests by ecosystem, status class and where the answer came from: few values, whatever clients send. */
final class GatewayMetrics {
    private static final List<String> CACHES = List.of("none", "hit", "miss", "stale");
    private static final int HIT = CACHES.indexOf("hit");
    private static final int STATUS_CLASSES = 6;
    private static final int GOOD = 2;

    private final MeterRegistry registry;
    private final Map<String, AtomicReferenceArray<Counter>> counters;

    GatewayMetrics(MeterRegistry registry, List<Format> formats) {
        this.registry = registry;
        this.counters = formats.stream()
                .map(format -> format.ecosystem().id())
                .collect(Collectors.toMap(
                        Function.identity(), _ -> new AtomicReferenceArray<>(STATUS_CLASSES * CACHES.size())));
    }

    /** Counts a request once its answer has ended. */
    void count(HttpServerRequest request, Format format) {
        HttpServerResponse response = request.response();
        response.endHandler(_ -> counter(format.ecosystem().id(), response).increment());
    }

    /** Counts a good answer from memory. */
    void countHit(Format format) {
        counter(format.ecosystem().id(), GOOD, HIT).increment();
    }

    private Counter counter(String ecosystem, HttpServerResponse response) {
        int statusClass = Math.clamp(response.getStatusCode() / 100, 0, STATUS_CLASSES - 1);
        return counter(ecosystem, statusClass, cache(response.headers().get(AnswerHeaders.X_CACHE)));
    }

    private Counter counter(String ecosystem, int statusClass, int cache) {
        AtomicReferenceArray<Counter> known = counters.get(ecosystem);
        if (known == null) {
            throw new IllegalStateException("no counters for " + ecosystem);
        }
        int index = statusClass * CACHES.size() + cache;
        Counter counter = known.get(index);
        if (counter == null) {
            // Two threads may register at once: the registry gives both the same counter.
            counter = register(ecosystem, statusClass, CACHES.get(cache));
            known.set(index, counter);
        }
        return counter;
    }

    private static int cache(@Nullable String header) {
        return header == null
                ? 0
                : switch (header) {
                    case "HIT" -> 1;
                    case "MISS" -> 2;
                    default -> 3;
                };
    }

    private Counter register(String ecosystem, int statusClass, String cache) {
        return Counter.builder("granary.gateway.requests")
                .description("Requests answered, by ecosystem, status class and where the answer came from")
                .tag("ecosystem", ecosystem)
                .tag("status", statusClass + "xx")
                .tag("cache", cache)
                .register(registry);
    }
}
