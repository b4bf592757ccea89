package dev.granary.fetchverify.event;

import static org.assertj.core.api.Assertions.assertThat;

import com.google.protobuf.InvalidProtocolBufferException;
import dev.granary.contracts.v1.ArtifactFetched;
import java.io.IOException;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.stream.IntStream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** What every outbox does. It has the readers {@code kafka} and {@code postgres} and room for 64 KiB at least. */
public abstract class OutboxConformance {
    private static final Duration PATIENCE = Duration.ofSeconds(10);

    private Opened opened;

    /** An outbox and its readers. */
    public interface Opened extends AutoCloseable {
        Outbox outbox();

        EventFeed feed(String reader);

        @Override
        void close() throws IOException;
    }

    /** Opens an empty outbox below {@code directory}. */
    protected abstract Opened open(Path directory) throws Exception;

    @BeforeEach
    void openOutbox(@TempDir Path directory) throws Exception {
        opened = open(directory);
    }

    @AfterEach
    void closeOutbox() throws Exception {
        opened.close();
    }

    @Test
    void handsOutAnEventWithAllThatItIs() throws Exception {
        // Given
        OutgoingEvent event = SampleEvents.fetched(1);
        opened.outbox().append(List.of(event));

        // When
        QueuedEvent queued = opened.feed("kafka").next(10, PATIENCE).getFirst();

        // Then
        assertThat(queued.topic()).isEqualTo(event.topic());
        assertThat(queued.key()).isEqualTo(event.key());
        assertThat(queued.eventId()).isEqualTo(event.eventId());
        assertThat(queued.time()).isEqualTo(event.time());
        assertThat(queued.traceparent()).isEqualTo(event.traceparent());
        assertThat(queued.type()).isEqualTo("granary.v1.ArtifactFetched");
        assertThat(ArtifactFetched.parseFrom(queued.payload())).isEqualTo(event.message());
    }

    @Test
    void handsOutInOrderAndAtMostWhatIsAsked() throws Exception {
        // Given
        for (int i = 0; i < 5; i++) {
            opened.outbox().append(List.of(SampleEvents.fetched(2 * i), SampleEvents.fetched(2 * i + 1)));
        }
        EventFeed feed = opened.feed("kafka");

        // When
        List<QueuedEvent> first = feed.next(7, PATIENCE);
        feed.advance(first.getLast());
        List<QueuedEvent> rest = feed.next(7, PATIENCE);

        // Then
        assertThat(numbers(first)).containsExactly(0L, 1L, 2L, 3L, 4L, 5L, 6L);
        assertThat(numbers(rest)).containsExactly(7L, 8L, 9L);
        assertThat(feed.pending()).isEqualTo(3);
    }

    @Test
    void handsOutAgainWhatWasNotPassed() throws Exception {
        // Given
        opened.outbox().append(List.of(SampleEvents.fetched(0), SampleEvents.fetched(1), SampleEvents.fetched(2)));
        EventFeed feed = opened.feed("kafka");
        List<QueuedEvent> first = feed.next(10, PATIENCE);

        // When
        feed.advance(first.get(0));
        List<QueuedEvent> again = feed.next(10, PATIENCE);

        // Then
        assertThat(numbers(again)).containsExactly(1L, 2L);
    }

    @Test
    void keepsReadersApart() throws Exception {
        // Given
        opened.outbox().append(List.of(SampleEvents.fetched(0), SampleEvents.fetched(1)));
        EventFeed kafka = opened.feed("kafka");
        kafka.advance(kafka.next(10, PATIENCE).getLast());

        // When
        List<QueuedEvent> others = opened.feed("postgres").next(10, PATIENCE);

        // Then
        assertThat(numbers(others)).containsExactly(0L, 1L);
        assertThat(kafka.pending()).isZero();
        assertThat(opened.feed("postgres").pending()).isEqualTo(2);
    }

    @Test
    void saysThatThereIsNothing() throws Exception {
        // When
        List<QueuedEvent> events = opened.feed("kafka").next(10, Duration.ofMillis(1));

        // Then
        assertThat(events).isEmpty();
    }

    @Test
    void wakesAReaderThatWaits() throws Exception {
        // Given
        try (ExecutorService threads = Executors.newVirtualThreadPerTaskExecutor()) {
            Future<List<QueuedEvent>> waiting =
                    threads.submit(() -> opened.feed("kafka").next(10, PATIENCE));

            // When
            opened.outbox().append(List.of(SampleEvents.fetched(7)));

            // Then
            assertThat(numbers(waiting.get())).containsExactly(7L);
        }
    }

    @Test
    void takesEventsFromManyAtOnceAndKeepsEachOnesTogether() throws Exception {
        // Given
        List<Future<Outbox.Acceptance>> appended = new ArrayList<>();

        // When
        try (ExecutorService threads = Executors.newVirtualThreadPerTaskExecutor()) {
            for (int i = 0; i < 50; i++) {
                List<OutgoingEvent> pair = List.of(SampleEvents.fetched(2 * i), SampleEvents.fetched(2 * i + 1));
                appended.add(threads.submit(() -> opened.outbox().append(pair)));
            }
        }

        // Then
        for (Future<Outbox.Acceptance> each : appended) {
            assertThat(each.get()).isEqualTo(Outbox.Acceptance.ACCEPTED);
        }
        List<Long> numbers = numbers(opened.feed("kafka").next(200, PATIENCE));
        assertThat(numbers).hasSize(100).doesNotHaveDuplicates();
        assertThat(IntStream.range(0, 50)).allMatch(i -> numbers.get(2 * i) + 1 == numbers.get(2 * i + 1));
    }

    @Test
    void saysWhenItIsFullAndTakesAgainWhenReadersHavePassed() throws Exception {
        // Given
        int taken = 0;
        while (opened.outbox().append(List.of(SampleEvents.fetched(taken, 4000))) == Outbox.Acceptance.ACCEPTED) {
            taken++;
        }

        // When
        passAll(opened.feed("kafka"), taken);
        passAll(opened.feed("postgres"), taken);
        Outbox.Acceptance after = opened.outbox().append(List.of(SampleEvents.fetched(taken, 4000)));

        // Then
        assertThat(taken).isGreaterThan(10);
        assertThat(after).isEqualTo(Outbox.Acceptance.ACCEPTED);
        assertThat(numbers(opened.feed("kafka").next(10, PATIENCE))).containsExactly((long) taken);
    }

    private static void passAll(EventFeed feed, int count) throws InterruptedException {
        int passed = 0;
        while (passed < count) {
            List<QueuedEvent> events = feed.next(1000, PATIENCE);
            feed.advance(events.getLast());
            passed += events.size();
        }
    }

    /** The numbers that the events were made from. */
    public static List<Long> numbers(List<QueuedEvent> events) {
        return events.stream().map(OutboxConformance::number).toList();
    }

    private static long number(QueuedEvent event) {
        try {
            return ArtifactFetched.parseFrom(event.payload()).getReceivedBytes();
        } catch (InvalidProtocolBufferException e) {
            throw new AssertionError(e);
        }
    }
}
