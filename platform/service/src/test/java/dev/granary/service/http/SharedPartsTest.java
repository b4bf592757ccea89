package dev.granary.service.http;

import static java.util.Objects.requireNonNull;
import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import dev.granary.service.telemetry.RecordingZipkin;
import io.quarkus.test.common.QuarkusTestResource;
import io.quarkus.test.common.http.TestHTTPResource;
import io.quarkus.test.junit.QuarkusTest;
import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.time.Duration;
import java.util.UUID;
import java.util.concurrent.locks.LockSupport;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** One small service, seen from outside: what it answers, traces, counts and says of its health. */
@QuarkusTest
@QuarkusTestResource(RecordingZipkin.class)
class SharedPartsTest {
    @TestHTTPResource
    @Nullable
    URI base;

    @ParameterizedTest
    @ValueSource(strings = {"/api/probe/bug", "/raw/bug"})
    void aBugIsA500WithoutItsInsides(String path) throws Exception {
        // When
        HttpResponse<String> answer = ask(path);

        // Then
        assertThat(answer.statusCode()).isEqualTo(500);
        assertProblem(answer, "INTERNAL");
        assertThat(answer.body()).doesNotContain("secret");
    }

    @Test
    void aKnownFailureOfAResourceHasItsCodeAndStatus() throws Exception {
        // When
        HttpResponse<String> answer = ask("/api/probe/known");

        // Then
        assertThat(answer.statusCode()).isEqualTo(409);
        assertThat(assertProblem(answer, "CONFLICT").get("detail").textValue()).isEqualTo("known\r\nfailure");
    }

    @Test
    void anUnknownPathIsAProblemToo() throws Exception {
        // When
        HttpResponse<String> answer = ask("/api/probe/a/b/c");

        // Then
        assertThat(answer.statusCode()).isEqualTo(404);
        assertProblem(answer, "NOT_FOUND");
    }

    @Test
    void aSpanReachesZipkinWithTraceServiceAndSite() throws Exception {
        // Given
        String trace = UUID.randomUUID().toString().replace("-", "");

        // When
        HttpResponse<String> answer = ask("/api/probe/fine", "traceparent", "00-" + trace + "-00f067aa0ba902b7-01");

        // Then
        assertThat(answer.body()).isEqualTo(trace);
        assertThat(RecordingZipkin.awaitBatchWith(trace))
                .contains("\"serviceName\":\"probe\"")
                .contains("test-site")
                .contains("/api/probe/{how}");
    }

    @Test
    void aTraceReachesZipkinFromARouteToo() throws Exception {
        // Given
        String trace = UUID.randomUUID().toString().replace("-", "");

        // When
        ask("/raw/known", "traceparent", "00-" + trace + "-00f067aa0ba902b7-01");

        // Then
        assertThat(RecordingZipkin.awaitBatchWith(trace)).contains("/raw/known");
    }

    @Test
    void anExporterThatIsAwayIsADegradedModeAndNothingElse() throws Exception {
        // Given
        RecordingZipkin.answerWith(500);
        ask("/api/probe/fine");

        // When
        JsonNode health = awaitHealth(true);

        // Then
        assertThat(health.get("status").textValue()).isEqualTo("UP");
        assertThat(health.toString()).contains("\"traces\":\"").contains("takes no spans");
        assertThat(ask("/api/probe/fine").statusCode()).isEqualTo(200);

        // When
        RecordingZipkin.answerWith(202);
        ask("/api/probe/fine");

        // Then
        assertThat(awaitHealth(false).get("status").textValue()).isEqualTo("UP");
    }

    @Test
    void metricsCarryServiceAndSite() throws Exception {
        // Given
        ask("/api/probe/fine");

        // When
        String metrics = ask("/q/metrics").body();

        // Then
        assertThat(metrics.lines().filter(line -> line.startsWith("granary_build")))
                .singleElement()
                .asString()
                .contains("service=\"probe\"")
                .contains("site=\"test-site\"");
        assertThat(metrics).contains("granary_degraded_modes");
        assertThat(metrics).contains("uri=\"/api/probe/{how}\"");
    }

    @Test
    void pathsBelowOneRouteAreOneLabel() throws Exception {
        // Given
        for (int i = 0; i < 100; i++) {
            ask("/files/some/path-" + i);
            ask("/nowhere/path-" + i);
        }

        // When
        String metrics = ask("/q/metrics").body();

        // Then
        assertThat(metrics.lines().filter(line -> line.contains("path-"))).isEmpty();
        assertThat(metrics.lines()
                        .filter(line -> line.startsWith("http_server_requests_seconds_count"))
                        .filter(line -> line.contains("uri=\"/*\"") && line.contains("status=\"200\"")))
                .hasSize(1);
    }

    private JsonNode awaitHealth(boolean degraded) throws Exception {
        // Spans leave once a second: a fast machine must not ask faster than the news can come.
        long deadline = System.nanoTime() + Duration.ofSeconds(20).toNanos();
        while (System.nanoTime() < deadline) {
            JsonNode health = new ObjectMapper().readTree(ask("/q/health/ready").body());
            if (health.toString().contains("\"traces\"") == degraded) {
                return health;
            }
            LockSupport.parkNanos(Duration.ofMillis(50).toNanos());
        }
        throw new AssertionError("readiness never told degraded=" + degraded);
    }

    private static JsonNode assertProblem(HttpResponse<String> answer, String code) throws IOException {
        assertThat(answer.headers().firstValue("content-type").orElse("")).startsWith("application/problem+json");
        assertThat(answer.headers().firstValue("cache-control")).hasValue("no-store");
        JsonNode json = new ObjectMapper().readTree(answer.body());
        assertThat(json.get("code").textValue()).isEqualTo(code);
        assertThat(json.get("status").intValue()).isEqualTo(answer.statusCode());
        assertThat(json.get("traceId").textValue()).matches("[0-9a-f]{32}");
        return json;
    }

    private HttpResponse<String> ask(String path, String... headers) throws Exception {
        try (HttpClient client = HttpClient.newHttpClient()) {
            var request = HttpRequest.newBuilder(
                            URI.create(requireNonNull(base).toString().replaceAll("/$", "") + path))
                    .timeout(Duration.ofSeconds(5));
            if (headers.length > 0) {
                request.headers(headers);
            }
            return client.send(request.build(), HttpResponse.BodyHandlers.ofString());
        }
    }
}
