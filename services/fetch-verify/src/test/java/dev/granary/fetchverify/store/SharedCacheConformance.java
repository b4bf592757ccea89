package dev.granary.fetchverify.store;

import static org.assertj.core.api.Assertions.assertThat;

import dev.granary.fetchverify.store.SharedCache.Lease;
import dev.granary.fetchverify.store.SharedCache.SharedDocument;
import dev.granary.kernel.ContentDigest;
import dev.granary.kernel.DigestAlgorithm;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.UUID;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** What every shared cache does. Its largest document is 1 MiB. */
public abstract class SharedCacheConformance {
    private static final Duration SHORT = Duration.ofMillis(300);
    private static final Duration LONG = Duration.ofMinutes(1);

    /** Tests may share one cache: each has a key of its own. */
    private final String key = "npm/" + UUID.randomUUID();

    /** The cache under test. */
    protected abstract SharedCache cache();

    /** Lets time pass for the cache. */
    protected abstract void pass(Duration time) throws InterruptedException;

    @ParameterizedTest(name = "{0} B")
    @ValueSource(ints = {0, 1, 5000, 1024 * 1024})
    void findsADocumentThatWasOffered(int size) {
        // Given
        SharedDocument text =
                document("\"name\": ".repeat(size / 8 + 1).substring(0, size).getBytes(StandardCharsets.UTF_8));

        // When
        cache().offerDocument(text, LONG);

        // Then
        assertThat(cache().findDocument(key)).contains(text);
    }

    @Test
    void findsADocumentThatCanNotBeCompressed() {
        // Given
        SharedDocument noise = document(Contents.bytes(100_000, 1));

        // When
        cache().offerDocument(noise, LONG);

        // Then
        assertThat(cache().findDocument(key)).contains(noise);
    }

    @Test
    void keepsNoDocumentAboveItsLimit() {
        // When
        cache().offerDocument(document(new byte[1024 * 1024 + 1]), LONG);

        // Then
        assertThat(cache().findDocument(key)).isEmpty();
    }

    @Test
    void forgetsADocumentWhenItsTimeIsUp() throws InterruptedException {
        // Given
        cache().offerDocument(document(new byte[10]), SHORT);

        // When
        pass(SHORT.plusMillis(50));

        // Then
        assertThat(cache().findDocument(key)).isEmpty();
    }

    @Test
    void knowsWhatIsAbsentUntilItIsForgotten() {
        // Given
        cache().markAbsent(key, LONG);
        boolean marked = cache().isKnownAbsent(key);

        // When
        cache().forgetAbsent(key);

        // Then
        assertThat(marked).isTrue();
        assertThat(cache().isKnownAbsent(key)).isFalse();
    }

    @Test
    void knowsWhatIsAbsentUntilItsTimeIsUp() throws InterruptedException {
        // Given
        cache().markAbsent(key, SHORT);

        // When
        pass(SHORT.plusMillis(50));

        // Then
        assertThat(cache().isKnownAbsent(key)).isFalse();
    }

    @Test
    void grantsALeaseToOneOfMany() throws Exception {
        // Given
        List<Future<Optional<Lease>>> tries = new ArrayList<>();

        // When
        try (ExecutorService threads = Executors.newVirtualThreadPerTaskExecutor()) {
            for (int i = 0; i < 20; i++) {
                tries.add(threads.submit(() -> cache().tryLease(key, LONG)));
            }
        }

        // Then
        int granted = 0;
        for (Future<Optional<Lease>> each : tries) {
            granted += each.get().isPresent() ? 1 : 0;
        }
        assertThat(granted).isOne();
    }

    @Test
    void grantsALeaseAgainWhenItWasGivenBack() {
        // Given
        cache().tryLease(key, LONG).orElseThrow().close();

        // Then
        assertThat(cache().tryLease(key, LONG)).isPresent();
    }

    @Test
    void leavesTheLeaseOfAnotherAloneWhenAnOldOneIsGivenBack() throws InterruptedException {
        // Given
        Lease old = cache().tryLease(key, SHORT).orElseThrow();
        pass(SHORT.plusMillis(50));
        Optional<Lease> others = cache().tryLease(key, LONG);

        // When
        old.close();

        // Then
        assertThat(others).isPresent();
        assertThat(cache().tryLease(key, LONG)).isEmpty();
    }

    private SharedDocument document(byte[] bytes) {
        DocumentRecord sample = SampleRecords.document(key, "\"1\"");
        DocumentRecord document = new DocumentRecord(
                key,
                ContentDigest.hash(DigestAlgorithm.SHA256, bytes),
                bytes.length,
                sample.source(),
                sample.base(),
                sample.contentType(),
                sample.etag(),
                sample.lastModified(),
                sample.fetchedAt(),
                sample.validatedAt(),
                Map.of());
        return new SharedDocument(document, ByteBuffer.wrap(bytes));
    }
}
