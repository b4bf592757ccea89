package dev.granary.fetchverify.disk;

import static dev.granary.fetchverify.event.OutboxConformance.numbers;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.granary.fetchverify.event.EventFeed;
import dev.granary.fetchverify.event.Outbox.Acceptance;
import dev.granary.fetchverify.event.OutgoingEvent;
import dev.granary.fetchverify.event.QueuedEvent;
import dev.granary.fetchverify.event.SampleEvents;
import dev.granary.kernel.ByteCount;
import java.io.IOException;
import java.nio.channels.FileChannel;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import java.util.Set;
import java.util.stream.IntStream;
import java.util.stream.LongStream;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class JournalOutboxTest {
    private static final Duration NOW = Duration.ofMillis(1);

    @TempDir
    private Path directory;

    @Test
    void remembersEventsAndCursorsAfterARestart() throws Exception {
        // Given
        try (JournalOutbox outbox = open()) {
            append(outbox, 0, 10);
            EventFeed kafka = outbox.feed("kafka");
            kafka.advance(kafka.next(4, NOW).getLast());
        }

        // When
        try (JournalOutbox restarted = open()) {
            append(restarted, 10, 12);

            // Then
            assertThat(drain(restarted.feed("kafka"))).containsExactlyElementsOf(range(4, 12));
            assertThat(drain(restarted.feed("postgres"))).containsExactlyElementsOf(range(0, 12));
        }
    }

    @ParameterizedTest(name = "cut {0} B before the end")
    @ValueSource(ints = {1, 11, 40, 150})
    void cutsTheTornEndThatACrashLeft(int missing) throws Exception {
        // Given
        try (JournalOutbox outbox = open()) {
            append(outbox, 0, 10);
        }
        Path last = segments().getLast();
        truncate(last, Files.size(last) - missing);

        // When
        try (JournalOutbox restarted = open()) {
            append(restarted, 20, 22);

            // Then
            assertThat(drain(restarted.feed("kafka"))).containsExactly(0L, 1L, 2L, 3L, 4L, 5L, 6L, 7L, 8L, 20L, 21L);
            assertThat(restarted.damaged()).isZero();
        }
    }

    @ParameterizedTest(name = "seed={0}")
    @ValueSource(longs = {1, 2, 3, 4, 5, 6, 7, 8})
    void skipsDamageInTheMiddleAndDeliversTheRest(long seed) throws Exception {
        // Given
        try (JournalOutbox outbox = open()) {
            append(outbox, 0, 300);
        }
        List<Path> segments = segments();
        assertThat(segments).hasSizeGreaterThan(2);
        DiskContentStoreTest.flipOneByte(segments.get(new Random(seed).nextInt(segments.size())));

        // When
        try (JournalOutbox restarted = open()) {
            List<Long> delivered = drain(restarted.feed("kafka"));

            // Then
            assertThat(delivered).hasSize(299).isSorted().doesNotHaveDuplicates();
            assertThat(restarted.damaged()).isOne();
            assertThat(aside()).hasSize(1);
            assertThat(restarted.feed("kafka").pending()).isZero();
        }
    }

    @Test
    void survivesASegmentThatIsGone() throws Exception {
        // Given
        try (JournalOutbox outbox = open()) {
            append(outbox, 0, 300);
        }
        Files.delete(segments().get(1));

        // When
        try (JournalOutbox restarted = open()) {
            List<Long> delivered = drain(restarted.feed("kafka"));

            // Then
            assertThat(delivered).startsWith(0L).endsWith(299L).isSorted().hasSizeLessThan(300);
        }
    }

    @Test
    void deliversAllAgainWhenACursorIsCorrupt() throws Exception {
        // Given
        try (JournalOutbox outbox = open()) {
            append(outbox, 0, 5);
            EventFeed kafka = outbox.feed("kafka");
            kafka.advance(kafka.next(3, NOW).getLast());
        }
        Files.write(directory.resolve("kafka.cursor"), new byte[20]);

        // When
        try (JournalOutbox restarted = open()) {

            // Then
            assertThat(drain(restarted.feed("kafka"))).containsExactly(0L, 1L, 2L, 3L, 4L);
        }
    }

    @Test
    void removesSegmentsOnlyWhenAllReadersHavePassed() throws Exception {
        // Given
        try (JournalOutbox outbox = open()) {
            append(outbox, 0, 300);
            int before = segments().size();

            // When
            drain(outbox.feed("kafka"));
            int half = segments().size();
            drain(outbox.feed("postgres"));

            // Then
            assertThat(before).isGreaterThan(2);
            assertThat(half).isEqualTo(before);
            assertThat(segments()).hasSize(1);
            assertThat(outbox.size().value()).isLessThan(20_000);
        }
    }

    @Test
    void countsWhatItCanNotTake() throws Exception {
        // Given
        try (JournalOutbox outbox = open()) {
            while (outbox.append(List.of(SampleEvents.fetched(0, 5000))) == Acceptance.ACCEPTED) {
                assertThat(outbox.lost()).isZero();
            }

            // When
            Acceptance three = outbox.append(
                    List.of(SampleEvents.fetched(1, 5000), SampleEvents.fetched(2), SampleEvents.fetched(3)));

            // Then
            assertThat(three).isEqualTo(Acceptance.FULL);
            assertThat(outbox.lost()).isEqualTo(4);
            assertThat(outbox.size().value()).isLessThanOrEqualTo(100 * 1024);
        }
    }

    @Test
    void neverGivesASequenceTwiceEvenWhenEveryEventIsGone() throws Exception {
        // Given
        try (JournalOutbox outbox = open()) {
            append(outbox, 0, 5);
            drain(outbox.feed("kafka"));
        }
        for (Path segment : segments()) {
            Files.delete(segment);
        }

        // When
        try (JournalOutbox restarted = open()) {
            append(restarted, 5, 6);

            // Then
            assertThat(drain(restarted.feed("kafka"))).containsExactly(5L);
        }
    }

    @Test
    void refusesASecondOwner() throws Exception {
        // Given
        try (JournalOutbox outbox = open()) {
            append(outbox, 0, 1);

            // Then
            assertThatThrownBy(this::open).isInstanceOf(IOException.class).hasMessageContaining("Another process");
        }
    }

    @Test
    void takesNothingAfterItWasClosed() throws Exception {
        // Given
        JournalOutbox outbox = open();
        outbox.close();

        // When
        Acceptance late = outbox.append(List.of(SampleEvents.fetched(1)));

        // Then
        assertThat(late).isEqualTo(Acceptance.FULL);
    }

    private JournalOutbox open() throws IOException {
        return new JournalOutbox(new JournalSettings(
                directory, ByteCount.ofKibibytes(100), ByteCount.ofKibibytes(16), Set.of("kafka", "postgres")));
    }

    /** Appends by twenties: each append is synced. */
    private static void append(JournalOutbox outbox, int from, int to) {
        for (int start = from; start < to; start += 20) {
            List<OutgoingEvent> events = IntStream.range(start, Math.min(to, start + 20))
                    .mapToObj(SampleEvents::fetched)
                    .toList();
            assertThat(outbox.append(events)).isEqualTo(Acceptance.ACCEPTED);
        }
    }

    private static List<Long> range(int from, int to) {
        return LongStream.range(from, to).boxed().toList();
    }

    private static List<Long> drain(EventFeed feed) throws InterruptedException {
        List<Long> all = new ArrayList<>();
        List<QueuedEvent> events = feed.next(7, NOW);
        while (!events.isEmpty()) {
            all.addAll(numbers(events));
            feed.advance(events.getLast());
            events = feed.next(7, NOW);
        }
        return all;
    }

    private static void truncate(Path file, long size) throws IOException {
        try (FileChannel channel = FileChannel.open(file, StandardOpenOption.WRITE)) {
            channel.truncate(size);
        }
    }

    private List<Path> segments() throws IOException {
        try (Stream<Path> files = Files.list(directory)) {
            return files.filter(file -> Segment.firstOf(file).isPresent())
                    .sorted()
                    .toList();
        }
    }

    private List<Path> aside() throws IOException {
        try (Stream<Path> files = Files.list(directory)) {
            return files.filter(file -> file.toString().endsWith(".damaged")).toList();
        }
    }
}
