package dev.granary.libp2p.dial;

import static org.assertj.core.api.Assertions.assertThat;

import dev.granary.libp2p.identity.PrivateKey;
import dev.granary.libp2p.multiformats.Multiaddr;
import dev.granary.libp2p.multiformats.PeerId;
import java.time.Duration;
import java.time.Instant;
import org.junit.jupiter.api.Test;

class DialBackoffTest {
    private static final Instant START = Instant.parse("2026-01-01T00:00:00Z");
    private static final PeerId PEER =
            PrivateKey.ofEd25519Seed(new byte[32]).publicKey().peerId();
    private static final Multiaddr ADDRESS = Multiaddr.parse("/ip4/11.0.0.1/tcp/1");

    private final DialBackoff backoff =
            new DialBackoff(Duration.ofSeconds(5), Duration.ofSeconds(1), Duration.ofMinutes(5));

    private boolean restsAfter(int seconds) {
        return backoff.isResting(PEER, ADDRESS, START.plusSeconds(seconds));
    }

    @Test
    void anAddressThatFailedRestsForTheBaseTime() {
        // When
        backoff.failed(PEER, ADDRESS, START);

        // Then
        assertThat(restsAfter(4)).isTrue();
        assertThat(restsAfter(5)).isFalse();
    }

    @Test
    void itRestsLongerEachTime() {
        // When
        backoff.failed(PEER, ADDRESS, START);
        backoff.failed(PEER, ADDRESS, START);
        backoff.failed(PEER, ADDRESS, START);

        // Then
        assertThat(restsAfter(8)).isTrue();
        assertThat(restsAfter(9)).isFalse();
    }

    @Test
    void butNeverLongerThanTheLongest() {
        // When
        for (int i = 0; i < 100; i++) {
            backoff.failed(PEER, ADDRESS, START);
        }

        // Then
        assertThat(restsAfter(299)).isTrue();
        assertThat(restsAfter(300)).isFalse();
    }

    @Test
    void aSuccessForgetsTheFailures() {
        // Given
        backoff.failed(PEER, ADDRESS, START);

        // When
        backoff.succeeded(PEER, ADDRESS);

        // Then
        assertThat(restsAfter(0)).isFalse();
    }

    @Test
    void othersAreNotConcerned() {
        // When
        backoff.failed(PEER, ADDRESS, START);

        // Then
        assertThat(backoff.isResting(PEER, Multiaddr.parse("/ip4/11.0.0.2/tcp/1"), START))
                .isFalse();
    }
}
