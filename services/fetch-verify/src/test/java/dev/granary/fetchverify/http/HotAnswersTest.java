package dev.granary.fetchverify.http;

import static org.assertj.core.api.Assertions.assertThat;

import dev.granary.fetchverify.http.ReadyAnswer.Body;
import dev.granary.fetchverify.http.ReadyAnswer.Validity;
import dev.granary.kernel.ContentDigest;
import dev.granary.kernel.DigestAlgorithm;
import io.vertx.core.buffer.Buffer;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;

class HotAnswersTest {
    private static final Instant NOW = Instant.parse("2026-01-02T03:04:05Z");
    private static final int MEBIBYTE = 1024 * 1024;

    private final List<ContentDigest> used = new ArrayList<>();
    private final HotAnswers answers = new HotAnswers(MEBIBYTE, used::add);

    @Test
    void bodiesStayWithinTheBound() {
        // When
        for (int i = 0; i < 1000; i++) {
            answers.keep("/npm/" + i, answer(new byte[60_000]));
        }

        // Then
        assertThat(heldWithin(MEBIBYTE / 60_000, "")).isLessThanOrEqualTo(MEBIBYTE / 60_000);
    }

    @Test
    void longKeysCountToo() {
        // Given: what a client can put into its header Accept
        String accept = "x".repeat(10_000);

        // When
        for (int i = 0; i < 1000; i++) {
            answers.keep("/npm/" + i + accept, answer(new byte[0]));
        }

        // Then
        assertThat(heldWithin(MEBIBYTE / 20_000, accept)).isLessThanOrEqualTo(MEBIBYTE / 20_000);
    }

    @Test
    void theStoreIsToldOnceThatContentIsInUse() {
        // Given
        HotAnswer answer = HotAnswer.of("/npm/a", answer(new byte[1]));

        // When
        answers.sent(answer, NOW);
        answers.sent(answer, NOW.plusSeconds(59));

        // Then
        assertThat(used).containsExactly(answer.ready().sha256());
    }

    @Test
    void anAnswerHoldsUnderOnePolicyAndUntilItsTime() {
        // Given
        Validity validity = new Validity(7, NOW);

        // Then
        assertThat(validity.holds(7, NOW.minusNanos(1))).isTrue();
        assertThat(validity.holds(7, NOW)).isFalse();
        assertThat(validity.holds(8, NOW.minusSeconds(1))).isFalse();
    }

    /** How many are held, as soon as that is within {@code bound}: eviction runs beside. */
    private long heldWithin(long bound, String suffix) {
        long end = System.nanoTime() + 10_000_000_000L;
        long held = held(suffix);
        while (held > bound && System.nanoTime() < end) {
            Thread.onSpinWait();
            held = held(suffix);
        }
        return held;
    }

    private long held(String suffix) {
        return IntStream.range(0, 1000)
                .filter(i -> answers.find("/npm/" + i + suffix) != null)
                .count();
    }

    private static ReadyAnswer answer(byte[] body) {
        return new ReadyAnswer(
                "\"etag\"",
                List.of(),
                new Body.InMemory(Buffer.buffer(body)),
                ContentDigest.hash(DigestAlgorithm.SHA256, body),
                new Validity(0, Instant.MAX));
    }
}
