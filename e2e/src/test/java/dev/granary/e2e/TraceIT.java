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
import dev.granary.kernel.ContentDigest;
import dev.granary.kernel.DigestAlgorithm;
import dev.granary.testing.http.FixtureFile;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.http.HttpResponse;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Collectors;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.api.io.TempDir;

/** One request can be explained from the gateway to the last consumer of what it caused. */
@ExtendWith(Scenes.class)
class TraceIT {
    private static final String SCORED = "granary.reputation.scored.v1";
    private static final String STATEMENT = "db.statement";

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

    @Test
    void aFirstFetchFromASourceIsOneTraceToItsScoreAndBackToTheGateway() {
        // Given
        String trace = "5bd66ef5095369c7b0d1f8f4bd33716a";
        byte[] content = "followed all the way".getBytes(StandardCharsets.UTF_8);
        scene.files("traced").put("/file.txt", FixtureFile.of("text/plain", content));
        scene.files("traced").put("/file.txt.sha256", FixtureFile.text(sidecar(content)));

        // When
        HttpResponse<byte[]> response =
                scene.gateway().get("/raw/traced/file.txt", "traceparent", "00-" + trace + "-c532cb4098ac3dd2-01");

        // Then
        assertThat(response.body()).isEqualTo(content);
        try (Traces traces = new Traces(scene.stack().endpoint("traces"))) {
            List<Span> spans = traces.await(trace, all -> names(all)
                    .containsAll(List.of("store", "upstream", SCORED + " publish", SCORED + " receive")));
            Span scored = find(spans, SCORED + " publish").orElseThrow();
            assertThat(scored.service()).isEqualTo("reputation");
            assertThat(find(spans, SCORED + " receive")).hasValueSatisfying(received -> assertThat(received)
                    .returns("fetch-verify", Span::service)
                    .returns(scored.id(), Span::parentId));
        }
    }

    @Test
    void whatARequestAsksOfPostgresAndRedisShowsInItsTraceWithoutAnyValue() {
        // Given
        Version version = new Version("asked-of-servers", "1.0.0");
        scene.upstream().npm().publish(version.name(), version.version());

        // When
        HttpResponse<byte[]> response = scene.gateway().get(version.tarballPath());
        String traceId = requireReceipt(version).findPath("traceId").asText();

        // Then
        assertThat(response.statusCode()).isEqualTo(200);
        try (Traces traces = new Traces(scene.stack().endpoint("traces"))) {
            List<Span> spans = traces.await(traceId, all -> asked(all)
                    .containsAll(List.of("fetch-verify redis", "fetch-verify sql", "reputation sql")));
            assertThat(spans.stream().filter(TraceIT::isQuestion))
                    .allSatisfy(span -> assertThat(span.parentId()).isNotEmpty())
                    .allSatisfy(span -> assertThat(span.tags().values())
                            .noneMatch(value -> value.contains(version.name()) || value.contains(password())))
                    .allSatisfy(span ->
                            assertThat(span.tags().getOrDefault(STATEMENT, "")).doesNotContain("'", "upstream:"));
        }
    }

    private static String sidecar(byte[] content) {
        return ContentDigest.hash(DigestAlgorithm.SHA256, content).hex();
    }

    private static Optional<Span> find(List<Span> spans, String name) {
        return spans.stream().filter(span -> span.name().equals(name)).findFirst();
    }

    private static Set<String> names(List<Span> spans) {
        return spans.stream().map(Span::name).collect(Collectors.toSet());
    }

    private static boolean isQuestion(Span span) {
        return span.kind().equals("CLIENT") && span.tags().containsKey("db.system");
    }

    /** Which service asked which kind of server. */
    private static Set<String> asked(List<Span> spans) {
        return spans.stream()
                .filter(TraceIT::isQuestion)
                .map(span -> span.service() + (span.tags().containsKey(STATEMENT) ? " sql" : " redis"))
                .collect(Collectors.toSet());
    }

    private String password() {
        try {
            return Files.readString(scene.stack().data().resolve("postgres/password"))
                    .strip();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
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
        Set<String> names = names(spans);
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
