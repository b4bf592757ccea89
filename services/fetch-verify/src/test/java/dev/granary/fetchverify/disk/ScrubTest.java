package dev.granary.fetchverify.disk;

import static org.assertj.core.api.Assertions.assertThat;

import dev.granary.fetchverify.store.Contents;
import dev.granary.fetchverify.store.StoredContent;
import dev.granary.kernel.ByteCount;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.FileTime;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.Random;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class ScrubTest {
    private static final Duration REST = Duration.ofHours(1);
    private static final ByteCount RATE = ByteCount.of(100_000);

    private DiskContentStore store;

    @BeforeEach
    void openStore(@TempDir Path directory) throws IOException {
        store = new DiskContentStore(
                Stores.settings(directory, ByteCount.ofMebibytes(10)), _ -> false, Clock.systemUTC());
    }

    @Test
    void findsWhatRottedUnderARunningStore() throws IOException {
        // Given
        StoredContent good = Contents.keep(store, Contents.bytes(700_000, 1));
        StoredContent bad = Contents.keep(store, Contents.bytes(1000, 2));
        DiskContentStoreTest.flipOneByte(bad.path());

        // When
        pass(new Scrub(store, new ScrubSettings(RATE, REST), new Random(1)));

        // Then
        assertThat(store.damaged()).isOne();
        assertThat(store.find(bad.sha256())).isEmpty();
        assertThat(store.find(good.sha256())).isPresent();
    }

    @Test
    void dropsWhatRottedThoughItIsUsedMeanwhile() throws IOException {
        // Given
        StoredContent bad = Contents.keep(store, Contents.bytes(700_000, 1));
        DiskContentStoreTest.flipOneByte(bad.path());
        Scrub scrub = new Scrub(store, new ScrubSettings(RATE, REST), new Random(1));
        stepUntilItReads(scrub);

        // When
        Files.setLastModifiedTime(bad.path(), FileTime.from(Instant.EPOCH));
        pass(scrub);

        // Then
        assertThat(store.find(bad.sha256())).isEmpty();
        assertThat(store.damaged()).isOne();
    }

    @Test
    void readsNoFasterThanItMay() throws IOException {
        // Given
        Contents.keep(store, Contents.bytes(700_000, 1));
        Scrub scrub = new Scrub(store, new ScrubSettings(RATE, REST), new Random(2));

        // When
        Duration waited = pass(scrub);

        // Then
        assertThat(waited).isEqualTo(Duration.ofSeconds(7));
        assertThat(scrub.passes()).isOne();
    }

    @Test
    void restsWhenThereIsNothing() {
        // Given
        Scrub scrub = new Scrub(store, new ScrubSettings(RATE, REST), new Random(3));

        // When
        Duration waited = pass(scrub);

        // Then
        assertThat(waited).isZero();
    }

    private static void stepUntilItReads(Scrub scrub) {
        while (scrub.step().isZero()) {
            assertThat(scrub.passes()).isZero();
        }
    }

    /** Performs one pass and returns how long its steps asked to wait. */
    private static Duration pass(Scrub scrub) {
        Duration waited = Duration.ZERO;
        while (true) {
            Duration wait = scrub.step();
            if (wait.equals(REST)) {
                return waited;
            }
            waited = waited.plus(wait);
        }
    }
}
