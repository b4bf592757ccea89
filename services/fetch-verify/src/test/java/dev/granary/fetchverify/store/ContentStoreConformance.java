package dev.granary.fetchverify.store;

import static org.assertj.core.api.Assertions.assertThat;

import dev.granary.kernel.ContentDigest;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.Callable;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** What every content store does. */
public abstract class ContentStoreConformance {
    private static final byte[] BYTES = Contents.bytes(200_000, 1);

    private ContentStore store;

    /** Opens an empty store below {@code directory}. */
    protected abstract ContentStore open(Path directory) throws IOException;

    @BeforeEach
    void openStore(@TempDir Path directory) throws IOException {
        store = open(directory);
    }

    @Test
    void findsWhatWasKept() throws IOException {
        // Given
        StoredContent kept = Contents.keep(store, BYTES);

        // When
        Optional<StoredContent> found = store.find(Contents.sha256(BYTES));

        // Then
        assertThat(found).contains(kept);
        assertThat(kept.size().value()).isEqualTo(BYTES.length);
        assertThat(Files.readAllBytes(kept.path())).isEqualTo(BYTES);
    }

    @Test
    void knowsNothingOfWhatWasNotKept() throws IOException {
        // Given
        ContentDigest digest = Contents.sha256(BYTES);

        // When
        try (IncomingContent incoming = store.receive()) {
            incoming.write(ByteBuffer.wrap(BYTES));
        }

        // Then
        assertThat(store.find(digest)).isEmpty();
    }

    @Test
    void keepsNothingTwice() throws IOException {
        // Given
        Contents.keep(store, BYTES);

        // When
        StoredContent again = Contents.keep(store, BYTES);

        // Then
        assertThat(store.find(Contents.sha256(BYTES))).contains(again);
        assertThat(Files.readAllBytes(again.path())).isEqualTo(BYTES);
    }

    @Test
    void keepsAnEmptyFile() throws IOException {
        // When
        StoredContent kept = Contents.keep(store, new byte[0]);

        // Then
        assertThat(kept.size().value()).isZero();
        assertThat(store.find(kept.sha256())).contains(kept);
    }

    @Test
    void showsWhatIsWrittenToReadersBeforeAndAfterItIsKept() throws IOException {
        // Given
        try (IncomingContent incoming = store.receive()) {
            incoming.write(ByteBuffer.wrap(BYTES, 0, 1000));

            // When
            byte[] early = read(incoming, 1000);
            incoming.write(ByteBuffer.wrap(BYTES, 1000, BYTES.length - 1000));
            incoming.keep(Contents.sha256(BYTES));
            byte[] late = read(incoming, BYTES.length);

            // Then
            assertThat(early).isEqualTo(Arrays.copyOf(BYTES, 1000));
            assertThat(late).isEqualTo(BYTES);
            assertThat(incoming.read(ByteBuffer.allocate(1), BYTES.length)).isEqualTo(-1);
        }
    }

    @Test
    void letsManyKeepAndReadTheSameAtOnce() throws Exception {
        // Given
        List<Future<byte[]>> readers = new ArrayList<>();
        Callable<byte[]> keepAndRead =
                () -> Files.readAllBytes(Contents.keep(store, BYTES).path());

        // When
        try (ExecutorService threads = Executors.newVirtualThreadPerTaskExecutor()) {
            for (int i = 0; i < 16; i++) {
                readers.add(threads.submit(keepAndRead));
            }
        }

        // Then
        assertThat(readers).allSatisfy(reader -> assertThat(result(reader)).isEqualTo(BYTES));
    }

    @Test
    void keepsItsReadersWhenOneOfThemIsInterrupted() throws Exception {
        // Given
        try (IncomingContent incoming = store.receive()) {
            incoming.write(ByteBuffer.wrap(BYTES));
            Thread interrupted = Thread.ofVirtual().start(() -> {
                Thread.currentThread().interrupt();
                try {
                    incoming.read(ByteBuffer.allocate(10), 0);
                } catch (IOException e) {
                    Thread.currentThread().interrupt(); // this reader's own end
                }
            });
            interrupted.join();

            // When
            byte[] read = read(incoming, BYTES.length);
            StoredContent kept = incoming.keep(Contents.sha256(BYTES));

            // Then
            assertThat(read).isEqualTo(BYTES);
            assertThat(store.find(kept.sha256())).contains(kept);
        }
    }

    private static byte[] read(IncomingContent incoming, int length) throws IOException {
        ByteBuffer target = ByteBuffer.allocate(length);
        while (target.hasRemaining() && incoming.read(target, target.position()) >= 0) {
            // read has moved the position
        }
        return target.array();
    }

    private static byte[] result(Future<byte[]> future) throws InterruptedException, ExecutionException {
        return future.get();
    }
}
