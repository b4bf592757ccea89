package dev.granary.e2e;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import dev.granary.e2e.client.NpmClient;
import dev.granary.e2e.client.Project;
import dev.granary.e2e.process.Poll;
import dev.granary.e2e.scene.Catalogue.Version;
import dev.granary.e2e.scene.HermeticScene;
import dev.granary.e2e.scene.Scenes;
import dev.granary.e2e.stack.Gateway;
import dev.granary.e2e.stack.Traces;
import dev.granary.e2e.stack.Traces.Span;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.stream.Collectors;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.api.io.TempDir;

/** One request can be explained from the gateway to the last consumer of its event. */
@ExtendWith(Scenes.class)
class TraceIT {
    private final HermeticScene scene;

    @TempDir
    private Path folder;

    TraceIT(HermeticScene scene) {
        this.scene = scene;
    }

    @Test
    void aColdInstallStepIsOneTraceFromTheGatewayThroughKafkaToReputation() {
        // Given
        Version traced = new Version("traced", "1.0.0");
        scene.upstream().npm().publish(traced.name(), traced.version());
        NpmClient client = new NpmClient(scene.clientHome(folder.resolve("home")));

        // When
        client.install(Project.create(folder.resolve("project"), Map.of(traced.name(), traced.version())))
                .requireSuccess();
        String traceId = requireReceipt(traced).findPath("traceId").asText();

        // Then
        assertThat(traceId).matches("[0-9a-f]{32}");
        try (Traces traces = new Traces(scene.stack().endpoint("traces"))) {
            List<Span> spans = traces.await(traceId, TraceIT::isComplete);
            assertThat(services(spans)).contains("fetch-verify", "reputation");
        }
    }

    /** The receipt, which may be written a moment after the client has its last byte. */
    private JsonNode requireReceipt(Version version) {
        String path = "/api/v1/receipts/" + Gateway.segment(version.purl());
        Poll.until(
                "there is a receipt",
                Duration.ofSeconds(10),
                () -> scene.gateway().get(path).statusCode() == 200);
        return scene.gateway().json(path);
    }

    /** Services send their spans in batches, a parent often after its children. */
    private static boolean isComplete(List<Span> spans) {
        Set<String> kinds = spans.stream().map(Span::kind).collect(Collectors.toSet());
        Set<String> names = spans.stream().map(Span::name).collect(Collectors.toSet());
        return services(spans).containsAll(Set.of("fetch-verify", "reputation"))
                && kinds.containsAll(Set.of("SERVER", "CLIENT", "PRODUCER", "CONSUMER"))
                && names.stream().anyMatch(name -> name.contains("store"))
                && names.stream().anyMatch(name -> name.contains("upstream"))
                && spans.stream().allMatch(span -> span.parentId().isEmpty() || isKnown(span.parentId(), spans));
    }

    private static Set<String> services(List<Span> spans) {
        return spans.stream().map(Span::service).collect(Collectors.toSet());
    }

    private static boolean isKnown(String id, List<Span> spans) {
        return spans.stream().anyMatch(span -> span.id().equals(id));
    }
}
