package dev.granary.fetchverify.disk;

import static org.assertj.core.api.Assertions.assertThat;

import dev.granary.fetchverify.store.Contents;
import dev.granary.kernel.ContentDigest;
import java.util.List;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;

class CheckedDigestsTest {
    private static final List<ContentDigest> DIGESTS = IntStream.range(0, 5000)
            .mapToObj(seed -> Contents.sha256(Contents.bytes(8, seed)))
            .toList();

    @Test
    void remembersEachOne() {
        // Given
        CheckedDigests checked = new CheckedDigests(DIGESTS.size());

        // When
        DIGESTS.forEach(checked::add);

        // Then
        assertThat(DIGESTS).allMatch(checked::contains);
        assertThat(checked.contains(Contents.sha256(new byte[1]))).isFalse();
    }

    @Test
    void startsOverWhenItIsFull() {
        // Given
        CheckedDigests checked = new CheckedDigests(10);

        // When
        DIGESTS.subList(0, 11).forEach(checked::add);

        // Then
        assertThat(checked.contains(DIGESTS.get(0))).isFalse();
        assertThat(checked.contains(DIGESTS.get(10))).isTrue();
    }
}
