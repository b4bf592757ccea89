package dev.granary.fetchverify.http;

import dev.granary.fetchverify.format.Format;
import io.micrometer.core.instrument.Counter;
import io.micrometer.core.instrument.MeterRegistry;
import io.vertx.core.http.HttpServerRequest;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;

/** Counts requests by ecosystem and outcome: labels with few values, whatever clients send. */
final class GatewayMetrics {
    private final MeterRegistry registry;
    private final Map<String, Counter> counters = new ConcurrentHashMap<>();

    GatewayMetrics(MeterRegistry registry) {
        this.registry = registry;
    }

    /** Counts a request once its answer has ended. */
    void count(HttpServerRequest request, Format format) {
        request.response().endHandler(_ -> {
            String cache = request.response().headers().get(AnswerHeaders.X_CACHE);
            String result = cache == null ? "NONE" : cache;
            int status = request.response().getStatusCode();
            counter(format.ecosystem().id(), status / 100, result).increment();
        });
    }

    private Counter counter(String ecosystem, int statusClass, String cache) {
        String key = String.join(" ", List.of(ecosystem, Integer.toString(statusClass), cache));
        return counters.computeIfAbsent(key, _ -> Counter.builder("granary.gateway.requests")
                .description("Requests answered, by ecosystem, status class and where the answer came from")
                .tag("ecosystem", ecosystem)
                .tag("status", statusClass + "xx")
                .tag("cache", cache)
                .register(registry));
    }
}
