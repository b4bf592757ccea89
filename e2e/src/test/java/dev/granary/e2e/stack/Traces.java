package dev.granary.e2e.stack;

import com.fasterxml.jackson.databind.JsonNode;
import dev.granary.e2e.process.Poll;
import java.net.URI;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.function.Predicate;

/** The spans that the trace UI holds, read through its API. */
public final class Traces implements AutoCloseable {
    private static final Duration LIMIT = Duration.ofSeconds(90);

    private final Gateway api;

    public Traces(URI base) {
        this.api = new Gateway(base);
    }

    /**
     * One span.
     *
     * @param kind SERVER, CLIENT, PRODUCER, CONSUMER or empty
     * @param tags what is known beside, by name
     */
    public record Span(String service, String name, String kind, String id, String parentId, Map<String, String> tags) {
        public Span {
            tags = Map.copyOf(tags);
        }

        static Span from(JsonNode json) {
            Map<String, String> tags = new HashMap<>();
            json.path("tags").forEachEntry((name, value) -> tags.put(name, value.asText()));
            return new Span(
                    json.path("localEndpoint").path("serviceName").asText(),
                    json.path("name").asText(),
                    json.path("kind").asText(),
                    json.path("id").asText(),
                    json.path("parentId").asText(),
                    tags);
        }
    }

    /** Waits until {@code complete} holds for the spans of one trace, and returns them. */
    public List<Span> await(String traceId, Predicate<List<Span>> complete) {
        List<Span> spans = new ArrayList<>();
        Poll.until("trace " + traceId + " is complete", LIMIT, () -> {
            spans.clear();
            api.json("/api/v2/trace/" + traceId).forEach(json -> spans.add(Span.from(json)));
            if (!complete.test(spans)) {
                throw new AssertionError("so far: " + spans);
            }
            return true;
        });
        return List.copyOf(spans);
    }

    @Override
    public void close() {
        api.close();
    }
}
