package dev.granary.libp2p.transport.quic;

import static org.assertj.core.api.Assertions.assertThat;

import dev.granary.libp2p.simulation.VirtualLoop;
import java.time.Duration;
import java.time.Instant;
import java.util.Optional;
import org.junit.jupiter.api.Test;

class QuietMomentsTest {
    private static final Duration ROUND_TRIP = Duration.ofMillis(20);

    private final VirtualLoop loop = new VirtualLoop(Instant.parse("2026-01-01T00:00:00Z"), 0);
    private final QuietMoments moments = new QuietMoments(loop, this::traffic);
    private long sent;
    private boolean closed;
    private int ran;

    private Optional<QuietMoments.Traffic> traffic() {
        return closed ? Optional.empty() : Optional.of(new QuietMoments.Traffic(sent, ROUND_TRIP.toNanos()));
    }

    @Test
    void aConnectionThatSendsNothingForLongerThanAcknowledgementsTakeIsQuiet() {
        // Given
        moments.afterwards(() -> ran++);
        moments.afterwards(() -> ran++);
        loop.runFor(Duration.ofMillis(85));
        int before = ran;

        // When
        loop.runFor(Duration.ofMillis(15));

        // Then
        assertThat(before).isZero();
        assertThat(ran).isEqualTo(2);
    }

    @Test
    void whatIsSentInBetweenMakesItWaitAnew() {
        // Given
        moments.afterwards(() -> ran++);
        loop.runFor(Duration.ofMillis(80));
        sent++;

        // When
        loop.runFor(Duration.ofMillis(80));
        int before = ran;
        loop.runFor(Duration.ofMillis(30));

        // Then
        assertThat(before).isZero();
        assertThat(ran).isOne();
    }

    @Test
    void aBusyConnectionIsNotWaitedForLong() {
        // Given
        moments.afterwards(() -> ran++);

        // When
        for (int millis = 0; millis < 550; millis += 10) {
            sent++;
            loop.runFor(Duration.ofMillis(10));
        }
        int before = ran;
        sent++;
        loop.runFor(Duration.ofMillis(20));

        // Then
        assertThat(before).isZero();
        assertThat(ran).isOne();
    }

    @Test
    void aClosedConnectionLetsNobodyWait() {
        // Given
        moments.afterwards(() -> ran++);
        closed = true;

        // When
        loop.runFor(Duration.ofMillis(10));

        // Then
        assertThat(ran).isOne();
    }
}
