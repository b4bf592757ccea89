package dev.granary.reputation.service;

import static dev.granary.reputation.kafka.FetchedEvents.anEvent;
import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import dev.granary.contracts.Topics;
import dev.granary.contracts.v1.FetchOutcome;
import dev.granary.contracts.v1.ReputationScored;
import dev.granary.local.standalone.RealKafka;
import dev.granary.local.standalone.RealPostgres;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Random;
import java.util.UUID;
import java.util.concurrent.Future;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.clients.consumer.KafkaConsumer;
import org.apache.kafka.clients.producer.KafkaProducer;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.apache.kafka.clients.producer.RecordMetadata;
import org.apache.kafka.common.TopicPartition;
import org.apache.kafka.common.serialization.ByteArrayDeserializer;
import org.apache.kafka.common.serialization.ByteArraySerializer;
import org.apache.kafka.common.serialization.StringDeserializer;
import org.apache.kafka.common.serialization.StringSerializer;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;

/**
 * The packaged service on real servers that are killed under load: nothing is lost, everything counts once, and each
 * message names its cause.
 */
class CrashIT {
    private static final Duration PATIENCE = Duration.ofSeconds(60);
    private static final String TRACEPARENT = "traceparent";
    private static final String BACKLOG = "granary_reputation_backlog{kind=\"";

    private static RealKafka kafka;
    private static RealPostgres postgres;
    private static RunningService service;
    private static KafkaProducer<String, byte[]> producer;

    private final List<Future<RecordMetadata>> sent = new ArrayList<>();

    @BeforeAll
    static void start() throws IOException {
        Path folder = Files.createTempDirectory(Files.createDirectories(Path.of("target", "it")), "crash-");
        kafka = RealKafka.start(Files.createDirectory(folder.resolve("kafka")));
        postgres = RealPostgres.start(Files.createDirectory(folder.resolve("postgres")));
        service = RunningService.start(folder, kafka, postgres);
        producer = new KafkaProducer<>(
                Map.of("bootstrap.servers", kafka.bootstrapServers(), "acks", "all", "linger.ms", 5),
                new StringSerializer(),
                new ByteArraySerializer());
    }

    @AfterAll
    static void stop() {
        producer.close(Duration.ofSeconds(5));
        service.close();
        kafka.close();
        postgres.close();
    }

    @Test
    void countsEachEventOnceThoughPostgresIsKilledUnderLoad() throws Exception {
        // Given
        String source = "upstream:npm/postgres-killed.example";
        List<byte[]> events = events(source, 3000);

        // When
        sendWithDuplicates(source, events.subList(0, 1500), 1);
        postgres.kill();
        sendWithDuplicates(source, events.subList(1500, 3000), 2);
        String degraded = RunningService.eventually(PATIENCE, () -> ready().filter(body -> body.contains("postgres")));
        postgres.restart();

        // Then
        assertThat(degraded).contains("\"status\": \"UP\"");
        awaitCounted(source, 3000);
    }

    @Test
    void countsEachEventOnceThoughItIsKilledItself() throws Exception {
        // Given
        String source = "upstream:npm/service-killed.example";
        List<byte[]> events = events(source, 2000);

        // When
        sendWithDuplicates(source, events.subList(0, 1000), 3);
        service.killAndRestart();
        sendWithDuplicates(source, events.subList(1000, 2000), 4);
        service.killAndRestart();

        // Then
        awaitCounted(source, 2000);
    }

    @Test
    void losesNoQuarantineThoughKafkaIsKilled() throws Exception {
        // Given
        String source = "upstream:npm/kafka-killed.example";
        sendWithDuplicates(source, events(source, 200), 5);
        awaitCounted(source, 200);

        // When
        send(
                source,
                anEvent(UUID.randomUUID(), source, Instant.now())
                        .setOutcome(FetchOutcome.FETCH_OUTCOME_CORRUPT)
                        .setErrorCode("INTEGRITY_MISMATCH")
                        .build()
                        .toByteArray());
        awaitSent();
        kafka.kill();
        kafka.restart();

        // Then
        ReputationScored scored = RunningService.eventually(
                PATIENCE, () -> lastScore(source).filter(ReputationScored::hasQuarantinedUntil));
        assertThat(scored.getScore()).isZero();
        assertThat(scored.getEligible()).isFalse();
        JsonNode detail = service.json("/api/v1/reputation/" + source).orElseThrow();
        assertThat(detail.at("/reputation/standing").asText()).isEqualTo("QUARANTINED");
        assertThat(detail.at("/reputation/counts/corrupt").asInt()).isEqualTo(1);
    }

    @Test
    void publishesEachScoreInTheTraceOfTheEventThatCausedIt() throws Exception {
        // Given
        Map<String, String> traces = Map.of(
                "upstream:npm/traced-1.example", "5bd66ef5095369c7b0d1f8f4bd33716a",
                "upstream:npm/traced-2.example", "00f067aa0ba902b74bf92f3577b34da6");

        // When
        traces.forEach((source, trace) -> sendTraced(source, "00-" + trace + "-c532cb4098ac3dd2-01"));
        awaitSent();

        // Then
        traces.forEach((source, trace) -> assertThat(RunningService.eventually(PATIENCE, () -> firstTrace(source)))
                .startsWith("00-" + trace + "-")
                .doesNotContain("c532cb4098ac3dd2"));
    }

    private void sendTraced(String source, String traceparent) {
        byte[] event = anEvent(UUID.randomUUID(), source, Instant.now()).build().toByteArray();
        ProducerRecord<String, byte[]> message = new ProducerRecord<>(Topics.ARTIFACT_FETCHED, source, event);
        message.headers().add(TRACEPARENT, traceparent.getBytes(StandardCharsets.UTF_8));
        sent.add(producer.send(message));
    }

    private static Optional<String> firstTrace(String source) {
        return records(Topics.REPUTATION_SCORED).stream()
                .filter(message -> source.equals(message.key()))
                .findFirst()
                .map(message ->
                        new String(message.headers().lastHeader(TRACEPARENT).value(), StandardCharsets.UTF_8));
    }

    @Test
    void measuresHowManySourcesThereAreAndWhatWaits() throws Exception {
        // Given
        String source = "upstream:npm/measured.example";
        sendWithDuplicates(source, events(source, 3), 7);
        awaitCounted(source, 3);

        // When
        String metrics = RunningService.eventually(PATIENCE, () -> metrics()
                .filter(text -> value(text, BACKLOG + "events") == 0
                        && value(text, BACKLOG + "scores") == 0
                        && value(text, "granary_reputation_sources{") >= 1));

        // Then
        assertThat(metrics).doesNotContain("measured.example");
    }

    private static Optional<String> metrics() {
        try {
            return Optional.of(service.get("/q/metrics").body());
        } catch (IOException e) {
            return Optional.empty();
        }
    }

    private static double value(String metrics, String begin) {
        return metrics.lines()
                .filter(line -> line.startsWith(begin))
                .mapToDouble(line -> Double.parseDouble(line.substring(line.lastIndexOf(' '))))
                .findFirst()
                .orElse(Double.NaN);
    }

    @Test
    void putsNonsenseAsideOnItsTopic() throws Exception {
        // Given
        String source = "upstream:npm/after-nonsense.example";

        // When
        send(source, "nonsense".getBytes(StandardCharsets.UTF_8));
        send(source, new byte[0]);
        sendWithDuplicates(source, events(source, 3), 6);

        // Then
        awaitCounted(source, 3);
        assertThat(records(Topics.REPUTATION_DEAD_LETTER)).hasSizeGreaterThanOrEqualTo(2);
    }

    private static List<byte[]> events(String source, int count) {
        List<byte[]> events = new ArrayList<>();
        for (int i = 0; i < count; i++) {
            Instant at = Instant.now().minusMillis(i);
            events.add(anEvent(UUID.randomUUID(), source, at).build().toByteArray());
        }
        return events;
    }

    /** Sends each event, every third one twice, out of order. */
    private void sendWithDuplicates(String source, List<byte[]> events, long seed) {
        List<byte[]> mess = new ArrayList<>(events);
        for (int i = 0; i < events.size(); i += 3) {
            mess.add(events.get(i));
        }
        Collections.shuffle(mess, new Random(seed));
        mess.forEach(event -> send(source, event));
    }

    private void send(String source, byte[] value) {
        sent.add(producer.send(new ProducerRecord<>(Topics.ARTIFACT_FETCHED, source, value)));
    }

    private void awaitSent() throws Exception {
        for (Future<RecordMetadata> each : sent) {
            each.get();
        }
        sent.clear();
    }

    /** Waits until everything sent so far was taken, duplicates too: events of one source stay in order. */
    private void awaitCounted(String source, int count) throws Exception {
        awaitSent();
        long before = count(source, "notFound").orElse(0L);
        send(
                source,
                anEvent(UUID.randomUUID(), source, Instant.now())
                        .setOutcome(FetchOutcome.FETCH_OUTCOME_NOT_FOUND)
                        .build()
                        .toByteArray());
        RunningService.eventually(PATIENCE, () -> count(source, "notFound").filter(seen -> seen > before));
        assertThat(count(source, "verified")).contains((long) count);
    }

    private static Optional<Long> count(String source, String outcome) {
        return service.json("/api/v1/reputation/" + source)
                .map(detail -> detail.at("/reputation/counts/" + outcome).asLong());
    }

    private static Optional<String> ready() {
        try {
            return Optional.of(service.get("/q/health/ready").body());
        } catch (IOException e) {
            return Optional.empty();
        }
    }

    private static Optional<ReputationScored> lastScore(String source) {
        return records(Topics.REPUTATION_SCORED).stream()
                .filter(message -> source.equals(message.key()))
                .map(CrashIT::parse)
                .reduce((_, later) -> later);
    }

    private static ReputationScored parse(ConsumerRecord<String, byte[]> message) {
        try {
            return ReputationScored.parseFrom(message.value());
        } catch (com.google.protobuf.InvalidProtocolBufferException e) {
            throw new AssertionError(e);
        }
    }

    /** Everything on a topic of one partition. */
    private static List<ConsumerRecord<String, byte[]>> records(String topic) {
        try (KafkaConsumer<String, byte[]> consumer = new KafkaConsumer<>(
                Map.of("bootstrap.servers", kafka.bootstrapServers()),
                new StringDeserializer(),
                new ByteArrayDeserializer())) {
            TopicPartition partition = new TopicPartition(topic, 0);
            consumer.assign(List.of(partition));
            consumer.seekToBeginning(List.of(partition));
            long end = consumer.endOffsets(List.of(partition)).get(partition);
            List<ConsumerRecord<String, byte[]>> all = new ArrayList<>();
            while (consumer.position(partition) < end) {
                consumer.poll(Duration.ofMillis(200)).forEach(all::add);
            }
            return all;
        }
    }
}
