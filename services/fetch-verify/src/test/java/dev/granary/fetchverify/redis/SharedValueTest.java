package dev.granary.fetchverify.redis;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.granary.fetchverify.store.DocumentRecord;
import dev.granary.fetchverify.store.SampleRecords;
import dev.granary.fetchverify.store.SharedCache.SharedDocument;
import java.nio.ByteBuffer;
import java.util.Arrays;
import java.util.Random;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class SharedValueTest {
    private static final int LARGEST = 100_000;
    private static final DocumentRecord RECORD = SampleRecords.document("npm/left-pad", "\"1\""); // 42 B

    @Test
    void compressesWhatBecomesSmaller() {
        // When
        byte[] value = SharedValue.encode(new SharedDocument(RECORD, ByteBuffer.allocate(50_000)));

        // Then
        assertThat(value).hasSizeLessThan(2000);
    }

    @Test
    void refusesABodyOfAnotherLengthThanItsRecordTells() {
        // Given
        byte[] value = SharedValue.encode(new SharedDocument(RECORD, ByteBuffer.allocate(50_000)));

        // Then
        assertThatThrownBy(() -> SharedValue.decode(value, LARGEST)).isInstanceOf(IllegalArgumentException.class);
    }

    @Test
    void refusesABodyAboveTheLimitBeforeItIsUnpacked() {
        // Given
        byte[] value = SharedValue.encode(new SharedDocument(RECORD, ByteBuffer.allocate(42)));

        // Then
        assertThatThrownBy(() -> SharedValue.decode(value, 41)).isInstanceOf(IllegalArgumentException.class);
    }

    @ParameterizedTest(name = "seed={0}")
    @ValueSource(longs = {1, 2, 3, 4, 5, 6, 7, 8, 9, 10})
    void refusesOrReadsWhateverItIsGivenWithoutCrashing(long seed) {
        // Given
        Random random = new Random(seed);
        byte[] value = SharedValue.encode(new SharedDocument(RECORD, ByteBuffer.allocate(42)));

        // When
        for (int i = 0; i < 1000; i++) {
            byte[] bent = Arrays.copyOf(value, random.nextInt(value.length + 1));
            for (int flips = random.nextInt(4); flips > 0 && bent.length > 0; flips--) {
                bent[random.nextInt(bent.length)] = (byte) random.nextInt();
            }

            // Then
            assertThat(isReadOrRefused(bent)).isTrue();
        }
    }

    private static boolean isReadOrRefused(byte[] value) {
        try {
            return SharedValue.decode(value, LARGEST).bytes().remaining() <= LARGEST;
        } catch (IllegalArgumentException e) {
            return true;
        }
    }
}
