package dev.granary.fetchverify.disk;

import static dev.granary.fetchverify.event.OutboxConformance.numbers;
import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import dev.granary.fetchverify.event.EventFeed;
import dev.granary.fetchverify.event.QueuedEvent;
import dev.granary.fetchverify.store.Contents;
import dev.granary.kernel.ByteCount;
import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStreamReader;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Clock;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import java.util.stream.Stream;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Fault 17: {@code kill -9} while content and events are written. */
class KillIT {
    @TempDir
    private Path directory;

    @ParameterizedTest(name = "after {0}")
    @ValueSource(ints = {0, 30, 100})
    void keepsEveryPromiseAndLeavesNothingHalfWritten(int promises) throws Exception {
        // Given
        Process process = new ProcessBuilder(
                        Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                        "-XX:TieredStopAtLevel=1",
                        "-cp",
                        System.getProperty("surefire.test.class.path", System.getProperty("java.class.path")),
                        CrashingProcess.class.getName(),
                        directory.toString())
                .redirectError(ProcessBuilder.Redirect.DISCARD)
                .start();

        // When
        int promised = readPromises(process, promises);

        // Then
        DiskContentStore store = open();
        for (int i = 0; i <= promised; i++) {
            assertThat(store.find(Contents.sha256(CrashingProcess.content(i)))).isPresent();
        }
        assertThat(store.find(Contents.sha256(CrashingProcess.content(-1)))).isEmpty();
        assertThat(files("content/tmp")).isZero();
        assertThat(scrubbed(store)).isZero();
        try (JournalOutbox outbox = new JournalOutbox(CrashingProcess.journal(directory))) {
            List<Long> delivered = drain(outbox.feed("kafka"));
            assertThat(delivered).isSorted().doesNotHaveDuplicates().hasSizeGreaterThan(promised);
            assertThat(delivered.get(promised)).isEqualTo(promised);
        }
    }

    /** Reads promises until there are enough, kills the process, and reads what it had still said; returns the last. */
    private static int readPromises(Process process, int enough) throws IOException, InterruptedException {
        int last = -1;
        try (BufferedReader said = new BufferedReader(new InputStreamReader(process.getInputStream(), UTF_8))) {
            while (last < enough) {
                last = Integer.parseInt(said.readLine());
            }
            Thread.sleep(new Random(enough).nextInt(20)); // somewhere within a write
            process.toHandle().destroyForcibly(); // unlike the process's own, it leaves what was said readable
            process.waitFor();
            String line = said.readLine();
            while (line != null) {
                last = line.equals(Integer.toString(last + 1)) ? last + 1 : last; // the last line may be torn
                line = said.readLine();
            }
        }
        return last;
    }

    private DiskContentStore open() throws IOException {
        return new DiskContentStore(
                Stores.settings(directory, ByteCount.ofMebibytes(64)), _ -> false, Clock.systemUTC());
    }

    private static long scrubbed(DiskContentStore store) {
        Duration rest = Duration.ofDays(1);
        try (Scrub scrub = new Scrub(store, new ScrubSettings(ByteCount.ofMebibytes(1000), rest), new Random(1))) {
            while (!scrub.step().equals(rest)) {
                assertThat(store.damaged()).isZero();
            }
        }
        return store.damaged();
    }

    private long files(String below) throws IOException {
        try (Stream<Path> files = Files.list(directory.resolve(below))) {
            return files.count();
        }
    }

    private static List<Long> drain(EventFeed feed) throws InterruptedException {
        List<Long> all = new ArrayList<>();
        List<QueuedEvent> events = feed.next(1000, Duration.ofMillis(1));
        while (!events.isEmpty()) {
            all.addAll(numbers(events));
            feed.advance(events.getLast());
            events = feed.next(1000, Duration.ofMillis(1));
        }
        return all;
    }
}
