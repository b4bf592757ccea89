package dev.granary.libp2p.kad.records;

import static org.assertj.core.api.Assertions.assertThat;

import dev.granary.libp2p.multiformats.PeerId;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;

class RateLimitTest {
    private static final long SECOND = 1_000_000_000L;

    private static PeerId peer(int number) {
        return PeerId.ofEncodedKey(new byte[] {(byte) number});
    }

    private static long admitted(RateLimit limit, PeerId peer, long now) {
        return IntStream.range(0, 1_000).filter(i -> limit.admits(peer, now)).count();
    }

    @Test
    void onePeerHasItsBurstThenItsRate() {
        // Given
        RateLimit limit = new RateLimit(new RateLimit.Rate(10, 20), new RateLimit.Rate(1_000, 1_000));

        // Then
        assertThat(admitted(limit, peer(1), 5)).isEqualTo(20);
        assertThat(admitted(limit, peer(1), 5 + SECOND)).isEqualTo(10);
        assertThat(admitted(limit, peer(2), 5 + SECOND)).isEqualTo(20);
        assertThat(admitted(limit, peer(1), 100 * SECOND)).isEqualTo(20);
    }

    @Test
    void allTogetherHaveTheirsHoweverManyTheyAre() {
        // Given
        RateLimit limit = new RateLimit(new RateLimit.Rate(10, 20), new RateLimit.Rate(50, 100));

        // Then
        assertThat(IntStream.range(0, 100)
                        .mapToLong(i -> admitted(limit, peer(i), 0))
                        .sum())
                .isEqualTo(100);
        assertThat(IntStream.range(100, 200)
                        .mapToLong(i -> admitted(limit, peer(i), SECOND))
                        .sum())
                .isEqualTo(50);
    }
}
