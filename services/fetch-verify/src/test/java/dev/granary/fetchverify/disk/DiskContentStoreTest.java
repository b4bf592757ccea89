package dev.granary.fetchverify.disk;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.granary.fetchverify.FetchVerifyError;
import dev.granary.fetchverify.store.Contents;
import dev.granary.fetchverify.store.IncomingContent;
import dev.granary.fetchverify.store.StoredContent;
import dev.granary.kernel.ByteCount;
import dev.granary.kernel.ContentDigest;
import dev.granary.kernel.GranaryException;
import dev.granary.testing.ManualClock;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.condition.EnabledOnOs;
import org.junit.jupiter.api.condition.OS;
import org.junit.jupiter.api.io.TempDir;

class DiskContentStoreTest {
    private static final ByteCount LIMIT = ByteCount.of(10_000);

    private final ManualClock clock = ManualClock.at("2026-01-01T00:00:00Z");

    @TempDir
    private Path directory;

    @Test
    void keepsContentReadOnlyUnderItsDigest() throws IOException {
        // When
        StoredContent kept = Contents.keep(open(), Contents.bytes(10, 1));

        // Then
        String hex = kept.sha256().hex();
        assertThat(kept.path())
                .isEqualTo(directory
                        .resolve("content/sha256")
                        .resolve(hex.substring(0, 2))
                        .resolve(hex.substring(2, 4))
                        .resolve(hex));
        assertThat(Files.getPosixFilePermissions(kept.path())).hasToString("[OWNER_READ, GROUP_READ, OTHERS_READ]");
    }

    @Test
    void sweepsWhatAnEarlierProcessLeftHalfWritten() throws IOException {
        // Given
        IncomingContent abandoned = open().receive();
        abandoned.write(ByteBuffer.wrap(Contents.bytes(100, 1)));

        // When
        open();

        // Then
        assertThat(files("content/tmp")).isEmpty();
    }

    @Test
    void dropsContentThatRottedBeforeItIsServed() throws IOException {
        // Given
        StoredContent kept = Contents.keep(open(), Contents.bytes(1000, 1));
        flipOneByte(kept.path());
        DiskContentStore restarted = open();

        // When
        Optional<StoredContent> found = restarted.find(kept.sha256());

        // Then
        assertThat(found).isEmpty();
        assertThat(kept.path()).doesNotExist();
        assertThat(restarted.damaged()).isOne();
    }

    @Test
    void takesRottedContentBackWhenItIsFetchedAgain() throws IOException {
        // Given
        byte[] bytes = Contents.bytes(1000, 1);
        flipOneByte(Contents.keep(open(), bytes).path());
        DiskContentStore restarted = open();

        // When
        StoredContent again = Contents.keep(restarted, bytes);

        // Then
        assertThat(restarted.find(again.sha256())).contains(again);
        assertThat(Files.readAllBytes(again.path())).isEqualTo(bytes);
    }

    @Test
    void hashesContentOnceAProcess() throws IOException {
        // Given
        StoredContent kept = Contents.keep(open(), Contents.bytes(1000, 1));
        DiskContentStore restarted = open();
        restarted.find(kept.sha256());
        flipOneByte(kept.path());

        // When
        Optional<StoredContent> found = restarted.find(kept.sha256());

        // Then
        assertThat(found).isPresent(); // the scrub's business
    }

    @Test
    void evictsWhatWasNotUsedForTheLongestTime() throws IOException {
        // Given
        DiskContentStore store = open();
        List<StoredContent> kept = keepFive(store);
        clock.advance(Stores.RECENCY_STEP.multipliedBy(2));
        store.find(kept.get(0).sha256());

        // When
        store.evict();

        // Then
        assertThat(kept).extracting(c -> Files.exists(c.path())).containsExactly(true, false, false, true, true);
        assertThat(store.evicted()).isEqualTo(2);
        assertThat(store.size()).isEqualTo(ByteCount.of(4500));
    }

    @Test
    void neverEvictsWhatIsPinned() throws IOException {
        // Given
        List<StoredContent> kept = keepFive(open());
        ContentDigest pinned = kept.get(0).sha256();
        DiskContentStore store = new DiskContentStore(Stores.settings(directory, LIMIT), pinned::equals, clock);

        // When
        store.evict();

        // Then
        assertThat(kept).extracting(c -> Files.exists(c.path())).containsExactly(true, false, false, true, true);
    }

    @Test
    void makesRoomForNewContentAtTheLimit() throws IOException {
        // Given
        DiskContentStore store = open();
        List<StoredContent> kept = keepFive(store);

        // When
        StoredContent newest = Contents.keep(store, Contents.bytes(4000, 9));

        // Then
        assertThat(store.find(newest.sha256())).isPresent();
        assertThat(kept.get(0).path()).doesNotExist();
        assertThat(store.size().value()).isLessThanOrEqualTo(LIMIT.value());
    }

    @Test
    void refusesWhatCanNeverFitAndLeavesNothingBehind() throws IOException {
        // Given
        DiskContentStore store = open();

        // When
        try (IncomingContent incoming = store.receive()) {
            assertThatThrownBy(() -> incoming.write(ByteBuffer.wrap(Contents.bytes(10_001, 1))))
                    .isInstanceOf(GranaryException.class)
                    .extracting(e -> ((GranaryException) e).code())
                    .isEqualTo(FetchVerifyError.STORE_FULL);
        }

        // Then
        assertThat(store.isFull()).isTrue();
        assertThat(store.size()).isEqualTo(ByteCount.ZERO);
        assertThat(files("content/tmp")).isEmpty();
    }

    @Test
    void countsWhatLayThereBeforeTheStart() throws IOException {
        // Given
        keepFive(open());
        DiskContentStore restarted = open();

        // When
        restarted.count();

        // Then
        assertThat(restarted.size()).isEqualTo(ByteCount.of(7500));
        assertThat(restarted.wantsEviction()).isFalse();
    }

    @Test
    @EnabledOnOs(OS.LINUX) // writing to /dev/full fails as on a full disk
    void fullDiskEvictsAndThenRefuses() throws IOException {
        // Given
        AtomicBoolean diskIsFull = new AtomicBoolean();
        TemporaryFiles temporary = new TemporaryFiles(
                directory.resolve("content/tmp"),
                file -> diskIsFull.get()
                        ? FileChannel.open(Path.of("/dev/full"), StandardOpenOption.WRITE)
                        : FileChannel.open(file, StandardOpenOption.CREATE_NEW, StandardOpenOption.WRITE));
        DiskContentStore store = new DiskContentStore(Stores.settings(directory, LIMIT), _ -> false, clock, temporary);
        keepFive(store);
        diskIsFull.set(true);

        // When
        try (IncomingContent incoming = store.receive()) {
            assertThatThrownBy(() -> incoming.write(ByteBuffer.wrap(Contents.bytes(100, 1))))
                    .isInstanceOf(GranaryException.class)
                    .extracting(e -> ((GranaryException) e).code())
                    .isEqualTo(FetchVerifyError.STORE_FULL);
        }

        // Then
        assertThat(store.isFull()).isTrue();
        assertThat(store.evicted()).isPositive();
        assertThat(files("content/tmp")).isEmpty();
        diskIsFull.set(false);
        Contents.keep(store, Contents.bytes(100, 1));
        assertThat(store.isFull()).isFalse();
    }

    @Test
    void whatCanNotFitIsRefusedBeforeItsFirstByteAndNothingIsEvictedForIt() throws IOException {
        // Given
        DiskContentStore store = open();
        List<StoredContent> held = keepFive(store);

        // When
        try (IncomingContent incoming = store.receive()) {
            incoming.expect(LIMIT.value());
            assertThatThrownBy(() -> incoming.expect(LIMIT.value() + 1))
                    .isInstanceOf(GranaryException.class)
                    .extracting(e -> ((GranaryException) e).code())
                    .isEqualTo(FetchVerifyError.STORE_FULL);
        }

        // Then
        assertThat(store.evicted()).isZero();
        assertThat(held)
                .allSatisfy(content -> assertThat(store.find(content.sha256())).isPresent());
    }

    private DiskContentStore open() throws IOException {
        return new DiskContentStore(Stores.settings(directory, LIMIT), _ -> false, clock);
    }

    /** Keeps five times 1,500 B, a minute apart. */
    private List<StoredContent> keepFive(DiskContentStore store) {
        return Stream.of(1, 2, 3, 4, 5)
                .map(seed -> {
                    clock.advance(Duration.ofMinutes(1));
                    return keep(store, Contents.bytes(1500, seed));
                })
                .toList();
    }

    private static StoredContent keep(DiskContentStore store, byte[] bytes) {
        try {
            return Contents.keep(store, bytes);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private List<Path> files(String below) throws IOException {
        try (Stream<Path> files = Files.list(directory.resolve(below))) {
            return files.toList();
        }
    }

    static void flipOneByte(Path file) throws IOException {
        file.toFile().setWritable(true);
        try (FileChannel channel = FileChannel.open(file, StandardOpenOption.READ, StandardOpenOption.WRITE)) {
            ByteBuffer one = ByteBuffer.allocate(1);
            channel.read(one, channel.size() / 2);
            one.put(0, (byte) (one.get(0) ^ 1)).rewind();
            channel.write(one, channel.size() / 2);
        }
    }
}
