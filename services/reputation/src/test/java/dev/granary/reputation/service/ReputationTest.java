package dev.granary.reputation.service;

import static dev.granary.reputation.kafka.FetchedEvents.anEvent;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import dev.granary.architecture.CheckedInFile;
import dev.granary.contracts.Headers;
import dev.granary.contracts.v1.FetchOutcome;
import dev.granary.contracts.v1.ReputationScored;
import io.quarkus.test.common.http.TestHTTPResource;
import io.quarkus.test.junit.QuarkusTest;
import io.quarkus.test.junit.TestProfile;
import io.smallrye.reactive.messaging.kafka.api.OutgoingKafkaRecordMetadata;
import io.smallrye.reactive.messaging.memory.InMemoryConnector;
import jakarta.enterprise.inject.Any;
import jakarta.inject.Inject;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import java.util.UUID;
import java.util.concurrent.locks.LockSupport;
import java.util.function.Supplier;
import org.eclipse.microprofile.reactive.messaging.Message;
import org.junit.jupiter.api.Test;

/** The service through its topics and HTTP. */
@QuarkusTest
@TestProfile(InMemory.class)
class ReputationTest {
    private static final ObjectMapper JSON = new ObjectMapper();
    private static final Duration PATIENCE = Duration.ofSeconds(10);

    @TestHTTPResource
    URI service;

    @Inject
    @Any
    InMemoryConnector topics;

    private final HttpClient client = HttpClient.newHttpClient();

    @Test
    void aVerifiedFetchBecomesAScoreThatIsExplainedAndPublished() throws Exception {
        // Given
        String source = "upstream:npm/verified.example";

        // When
        send(fetched(source, FetchOutcome.FETCH_OUTCOME_VERIFIED));

        // Then
        ReputationScored scored = published(source);
        JsonNode detail = json("/api/v1/reputation/" + source);
        assertThat(scored.getScore()).isBetween(0.1, 0.3);
        assertThat(scored.getSite()).isEqualTo("local");
        assertThat(detail.at("/reputation/score").asDouble()).isCloseTo(scored.getScore(), within(0.01));
        assertThat(detail.at("/reputation/standing").asText()).isEqualTo("EXPLORABLE");
        assertThat(detail.at("/reputation/counts/verified").asInt()).isEqualTo(1);
        assertThat(detail.at("/scoreTerms"))
                .hasSize(7)
                .allSatisfy(term -> assertThat(term.get("sentence").asText()).endsWith("."));
        assertThat(detail.at("/seedTerms")).hasSize(5);
        assertThat(detail.at("/events/0/purl").asText()).isEqualTo("pkg:npm/left-pad@1.3.0");
        assertThat(detail.at("/events/0/elapsedMillis").asDouble()).isEqualTo(150);
    }

    @Test
    void aCorruptAnswerQuarantinesTheSourceAtOnce() throws Exception {
        // Given
        String source = "upstream:npm/corrupt.example:8443";
        for (int i = 0; i < 5; i++) {
            send(fetched(source, FetchOutcome.FETCH_OUTCOME_VERIFIED));
        }

        // When
        send(fetched(source, FetchOutcome.FETCH_OUTCOME_CORRUPT));

        // Then
        ReputationScored scored = eventually(() -> scores(source).stream()
                .filter(ReputationScored::hasQuarantinedUntil)
                .findFirst());
        JsonNode detail = json("/api/v1/reputation/upstream:npm%2Fcorrupt.example%3A8443");
        assertThat(scored.getScore()).isZero();
        assertThat(scored.getEligible()).isFalse();
        assertThat(scored.getExplanation()).contains("quarantined until");
        assertThat(detail.at("/reputation/standing").asText()).isEqualTo("QUARANTINED");
        assertThat(detail.at("/reputation/quarantinedUntil").asText()).isNotEmpty();
    }

    @Test
    void aMessageThatMakesNoSenseIsPutAsideAndTheRestGoesOn() throws Exception {
        // Given
        String source = "upstream:npm/after.example";
        byte[] nonsense = "nonsense".getBytes(StandardCharsets.UTF_8);

        // When
        send(
                nonsense,
                new byte[0],
                fetched(source, FetchOutcome.forNumber(0)),
                fetched(source, FetchOutcome.FETCH_OUTCOME_FAILED));

        // Then
        published(source);
        assertThat(topics.<byte[]>sink("dead-letter").received())
                .anySatisfy(letter -> assertThat(letter.getPayload()).isEqualTo(nonsense));
        assertThat(json("/api/v1/reputation/" + source)
                        .at("/reputation/counts/failed")
                        .asInt())
                .isEqualTo(1);
        assertThat(get("/q/metrics").body())
                .contains("granary_reputation_events_total")
                .contains("result=\"unknown\"")
                .contains("result=\"dead_letter\"");
    }

    @Test
    void theSameEventCountsOnce() throws Exception {
        // Given
        String source = "upstream:npm/twice.example";
        byte[] event = fetched(source, FetchOutcome.FETCH_OUTCOME_VERIFIED);

        // When
        send(event, event);
        send(event);
        send(fetched(source, FetchOutcome.FETCH_OUTCOME_NOT_FOUND));

        // Then
        eventually(() -> count(source, "notFound") == 1 ? Optional.of(true) : Optional.empty());
        assertThat(count(source, "verified")).isEqualTo(1);
    }

    @Test
    void messagesCarryWhatEveryMessageCarries() {
        // Given
        String source = "upstream:npm/headers.example";

        // When
        send(fetched(source, FetchOutcome.FETCH_OUTCOME_VERIFIED));

        // Then
        ReputationScored scored = published(source);
        OutgoingKafkaRecordMetadata<?> metadata = messages().stream()
                .filter(message -> parse(message).getEventId().equals(scored.getEventId()))
                .findFirst()
                .flatMap(message -> message.getMetadata(OutgoingKafkaRecordMetadata.class))
                .orElseThrow();
        assertThat(metadata.getKey()).isEqualTo(source);
        assertThat(header(metadata, Headers.EVENT_ID)).isEqualTo(scored.getEventId());
        assertThat(header(metadata, Headers.EVENT_TYPE)).isEqualTo("granary.v1.ReputationScored");
        assertThat(Instant.parse(header(metadata, Headers.EVENT_TIME)))
                .isBefore(Instant.now().plusSeconds(1));
    }

    @Test
    void listsSourcesBestFirst() throws Exception {
        // Given
        for (int i = 0; i < 3; i++) {
            send(fetched("upstream:npm/best.example", FetchOutcome.FETCH_OUTCOME_VERIFIED));
        }
        send(fetched("upstream:npm/worst.example", FetchOutcome.FETCH_OUTCOME_FAILED));
        published("upstream:npm/worst.example");

        // When
        JsonNode page = json("/api/v1/reputation?size=200");

        // Then
        assertThat(page.get("sources").findValues("score").stream()
                        .map(JsonNode::asDouble)
                        .toList())
                .isSortedAccordingTo((one, other) -> Double.compare(other, one));
        assertThat(page.get("total").asInt())
                .isEqualTo(page.get("sources").size())
                .isGreaterThanOrEqualTo(2);
        assertThat(json("/api/v1/reputation?size=1&page=1").get("sources")).hasSize(1);
    }

    @Test
    void answersMistakesAsProblems() throws Exception {
        assertThat(problem("/api/v1/reputation/upstream:npm/nobody.example", 404))
                .isEqualTo("SOURCE_UNKNOWN");
        assertThat(problem("/api/v1/reputation/nonsense", 400)).isEqualTo("SOURCE_MALFORMED");
        assertThat(problem("/api/v1/reputation?size=201", 400)).isEqualTo("PAGE_OUT_OF_BOUNDS");
        assertThat(problem("/api/v1/reputation?page=-1", 400)).isEqualTo("PAGE_OUT_OF_BOUNDS");
    }

    @Test
    void isReadyAndNamesWhatIsAway() throws Exception {
        // When
        String body =
                eventually(() -> Optional.of(get("/q/health/ready").body()).filter(ready -> ready.contains("kafka")));

        // Then
        assertThat(get("/q/health/ready").statusCode()).isEqualTo(200);
        assertThat(JSON.readTree(body).get("status").asText()).isEqualTo("UP");
    }

    @Test
    void speaksTheReviewedContract() {
        CheckedInFile.of("contracts/openapi/reputation.yaml")
                .requireSameAs(get("/q/openapi").body());
    }

    private static byte[] fetched(String source, FetchOutcome outcome) {
        return anEvent(UUID.randomUUID(), source, Instant.now())
                .setOutcome(outcome)
                .build()
                .toByteArray();
    }

    private void send(byte[]... events) {
        topics.<List<byte[]>>source("artifact-fetched").send(List.of(events));
    }

    private ReputationScored published(String source) {
        return eventually(() -> scores(source).stream().findFirst());
    }

    private List<ReputationScored> scores(String source) {
        return messages().stream()
                .map(ReputationTest::parse)
                .filter(scored -> scored.getSource().equals(source))
                .toList();
    }

    private List<? extends Message<byte[]>> messages() {
        return List.copyOf(topics.<byte[]>sink("reputation-scored").received());
    }

    private static ReputationScored parse(Message<byte[]> message) {
        try {
            return ReputationScored.parseFrom(message.getPayload());
        } catch (com.google.protobuf.InvalidProtocolBufferException e) {
            throw new AssertionError(e);
        }
    }

    private static String header(OutgoingKafkaRecordMetadata<?> metadata, String name) {
        return new String(metadata.getHeaders().lastHeader(name).value(), StandardCharsets.UTF_8);
    }

    private int count(String source, String outcome) {
        HttpResponse<String> answer = get("/api/v1/reputation/" + source);
        return answer.statusCode() == 200
                ? read(answer).at("/reputation/counts/" + outcome).asInt()
                : 0;
    }

    private String problem(String path, int status) {
        HttpResponse<String> answer = get(path);
        assertThat(answer.statusCode()).isEqualTo(status);
        assertThat(answer.headers().firstValue("content-type")).contains("application/problem+json");
        return read(answer).get("code").asText();
    }

    private JsonNode json(String path) {
        HttpResponse<String> answer = get(path);
        assertThat(answer.statusCode()).as(answer.body()).isEqualTo(200);
        return read(answer);
    }

    private static JsonNode read(HttpResponse<String> answer) {
        try {
            return JSON.readTree(answer.body());
        } catch (com.fasterxml.jackson.core.JsonProcessingException e) {
            throw new AssertionError(answer.body(), e);
        }
    }

    private HttpResponse<String> get(String path) {
        try {
            return client.send(HttpRequest.newBuilder(service.resolve(path)).build(), BodyHandlers.ofString());
        } catch (java.io.IOException | InterruptedException e) {
            throw new AssertionError(e);
        }
    }

    private static <T> T eventually(Supplier<Optional<T>> look) {
        long end = System.nanoTime() + PATIENCE.toNanos();
        while (System.nanoTime() < end) {
            Optional<T> found = look.get();
            if (found.isPresent()) {
                return found.get();
            }
            LockSupport.parkNanos(Duration.ofMillis(20).toNanos());
        }
        throw new AssertionError("not within " + PATIENCE);
    }
}
