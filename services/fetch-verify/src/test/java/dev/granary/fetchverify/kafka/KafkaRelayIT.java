package dev.granary.fetchverify.kafka;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.granary.contracts.Headers;
import dev.granary.contracts.Topics;
import dev.granary.contracts.v1.RecallState;
import dev.granary.fetchverify.disk.JournalOutbox;
import dev.granary.fetchverify.disk.JournalSettings;
import dev.granary.fetchverify.event.Outbox.Acceptance;
import dev.granary.fetchverify.event.QueuedEvent;
import dev.granary.fetchverify.event.SampleEvents;
import dev.granary.fetchverify.event.SampleFacts;
import dev.granary.fetchverify.relay.Pump;
import dev.granary.fetchverify.relay.PumpSettings;
import dev.granary.kernel.ByteCount;
import dev.granary.local.standalone.RealKafka;
import dev.granary.service.health.DegradedModes;
import io.opentelemetry.api.OpenTelemetry;
import io.opentelemetry.api.trace.Tracer;
import java.io.IOException;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.Set;
import java.util.TreeMap;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import org.apache.kafka.clients.consumer.ConsumerConfig;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.clients.consumer.KafkaConsumer;
import org.apache.kafka.common.PartitionInfo;
import org.apache.kafka.common.TopicPartition;
import org.apache.kafka.common.serialization.ByteArrayDeserializer;
import org.apache.kafka.common.serialization.StringDeserializer;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

@SuppressWarnings("NullAway.Init") // filled before all tests
class KafkaRelayIT {
    private static final Tracer TRACER = OpenTelemetry.noop().getTracer("test");

    private static RealKafka kafka;

    @BeforeAll
    static void startKafka(@TempDir Path directory) {
        kafka = RealKafka.start(directory);
    }

    @AfterAll
    static void stopKafka() {
        kafka.close();
    }

    @BeforeEach
    void restartKafka() {
        kafka.restart();
    }

    @Test
    void sendsAnEventWithItsHeadersAndTrace() throws Exception {
        // Given
        QueuedEvent event = SampleFacts.queued(
                SampleFacts.recalled(1, "pkg:npm/left-pad@1.3.0", 1, RecallState.RECALL_STATE_RECALLED));

        // When
        try (KafkaRelay relay = new KafkaRelay(settings(kafka.bootstrapServers()), TRACER)) {
            relay.deliver(List.of(event));
        }

        // Then
        ConsumerRecord<String, byte[]> message =
                read(Topics.ARTIFACT_RECALLED, 1).getFirst();
        assertThat(message.key()).isEqualTo("pkg:npm/left-pad@1.3.0");
        assertThat(message.value()).isEqualTo(event.payload().toByteArray());
        assertThat(header(message, Headers.EVENT_ID)).isEqualTo(event.eventId());
        assertThat(header(message, Headers.EVENT_TYPE)).isEqualTo("granary.v1.ArtifactRecalled");
        assertThat(header(message, Headers.EVENT_TIME)).isEqualTo(event.time().toString());
        assertThat(header(message, "traceparent")).isEqualTo(SampleEvents.TRACEPARENT);
    }

    @Test
    void saysThatKafkaIsAwayWithinItsPatience() {
        // Given
        QueuedEvent event = SampleFacts.queued(SampleFacts.stored(2, SampleFacts.artifact("a", "1", "x")));
        long start = System.nanoTime();

        // When
        try (KafkaRelay relay = new KafkaRelay(settings("127.0.0.1:9"), TRACER)) {
            assertThatThrownBy(() -> relay.deliver(List.of(event)))
                    .isInstanceOf(IOException.class)
                    .hasMessageContaining("127.0.0.1:9");
        }

        // Then
        assertThat(Duration.ofNanos(System.nanoTime() - start)).isLessThan(Duration.ofSeconds(10));
    }

    @Test
    void losesNothingAndKeepsTheOrderPerKeyWhenKafkaIsKilled(@TempDir Path directory) throws Exception {
        // Given
        JournalSettings settings =
                new JournalSettings(directory, ByteCount.ofMebibytes(10), ByteCount.ofMebibytes(1), Set.of("kafka"));
        try (JournalOutbox outbox = new JournalOutbox(settings);
                KafkaRelay relay = new KafkaRelay(settings(kafka.bootstrapServers()), TRACER);
                Pump pump = new Pump(
                        "kafka",
                        outbox.feed("kafka"),
                        relay,
                        new PumpSettings(50, Duration.ofMillis(20), Duration.ofMillis(200)),
                        new Random(1),
                        new DegradedModes())) {
            pump.start();

            // When
            for (int i = 0; i < 600; i++) {
                assertThat(outbox.append(List.of(SampleEvents.fetched(i)))).isEqualTo(Acceptance.ACCEPTED);
                if (i == 200) {
                    kafka.kill();
                }
                if (i == 400) {
                    kafka.restart();
                }
            }
            awaitEmpty(pump);
        }

        // Then
        Map<String, Set<String>> arrived = new TreeMap<>();
        for (ConsumerRecord<String, byte[]> message : read(Topics.ARTIFACT_FETCHED, 600)) {
            arrived.computeIfAbsent(message.key(), _ -> new LinkedHashSet<>()).add(header(message, Headers.EVENT_ID));
        }
        assertThat(arrived).hasSize(3);
        arrived.forEach((key, ids) -> assertThat(ids).containsExactlyElementsOf(sent(key)));
    }

    /** The ids of the events with one key, in order. */
    private static List<String> sent(String key) {
        return IntStream.range(0, 600)
                .filter(i -> SampleEvents.fetched(i).key().equals(key))
                .mapToObj(SampleEvents::eventId)
                .toList();
    }

    private static void awaitEmpty(Pump pump) throws InterruptedException {
        long limit = System.nanoTime() + Duration.ofSeconds(60).toNanos();
        while (pump.pending() > 0) {
            assertThat(System.nanoTime())
                    .as("still waiting: %s", pump.lastError())
                    .isLessThan(limit);
            Thread.sleep(50);
        }
    }

    private static KafkaRelaySettings settings(String servers) {
        return new KafkaRelaySettings(servers, "test", Duration.ofSeconds(5), ByteCount.ofMebibytes(4));
    }

    /** Reads a topic from its start until {@code least} different events have come. */
    private static List<ConsumerRecord<String, byte[]>> read(String topic, int least) {
        List<ConsumerRecord<String, byte[]>> messages = new ArrayList<>();
        try (KafkaConsumer<String, byte[]> consumer = new KafkaConsumer<>(
                Map.of(
                        ConsumerConfig.BOOTSTRAP_SERVERS_CONFIG,
                        kafka.bootstrapServers(),
                        ConsumerConfig.AUTO_OFFSET_RESET_CONFIG,
                        "earliest"),
                new StringDeserializer(),
                new ByteArrayDeserializer())) {
            List<PartitionInfo> partitions = consumer.partitionsFor(topic);
            consumer.assign(partitions.stream()
                    .map(partition -> new TopicPartition(topic, partition.partition()))
                    .toList());
            long limit = System.nanoTime() + Duration.ofSeconds(20).toNanos();
            while (ids(messages).size() < least && System.nanoTime() < limit) {
                consumer.poll(Duration.ofMillis(200)).forEach(messages::add);
            }
        }
        return messages;
    }

    private static Set<String> ids(List<ConsumerRecord<String, byte[]>> messages) {
        return messages.stream()
                .map(message -> header(message, Headers.EVENT_ID))
                .collect(Collectors.toSet());
    }

    private static String header(ConsumerRecord<String, byte[]> message, String name) {
        return new String(message.headers().lastHeader(name).value(), UTF_8);
    }
}
