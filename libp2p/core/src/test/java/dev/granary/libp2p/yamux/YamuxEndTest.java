package dev.granary.libp2p.yamux;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

import dev.granary.libp2p.P2pError;
import dev.granary.libp2p.P2pException;
import dev.granary.libp2p.Role;
import dev.granary.libp2p.simulation.VirtualLoop;
import dev.granary.libp2p.stream.Closing;
import dev.granary.libp2p.stream.memory.MemoryLink;
import dev.granary.libp2p.stream.memory.MemoryPipe;
import dev.granary.libp2p.testkit.VirtualConformance;
import java.time.Duration;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** How a connection comes to its end. */
class YamuxEndTest {
    private static final int SYN = FrameHeader.SYN;
    private static final int FIN = FrameHeader.FIN;

    private final VirtualLoop loop = new VirtualLoop(VirtualConformance.START, 1);
    private final MemoryPipe pipe = new MemoryPipe(loop, MemoryLink.DIRECT);
    private final YamuxConnection ours = new YamuxConnection(pipe.first(), Role.RESPONDER, YamuxSettings.USUAL);
    private final Acceptor accepted = new Acceptor();
    private final FramePeer remote = new FramePeer(pipe.second(), loop);

    @BeforeEach
    void start() {
        ours.start(accepted);
        loop.runDue();
        remote.heard();
    }

    @Test
    void anEndOfTheConnectionWaitsForItsStreams() throws P2pException {
        // Given
        remote.data(SYN, 1, "hi");
        remote.heard();

        // When
        ours.end();
        assertThatExceptionOfType(P2pException.class).isThrownBy(ours::open);
        remote.data(SYN, 3, "too late");
        boolean early = remote.heard().stream().anyMatch(frame -> frame.startsWith("GO_AWAY"));
        remote.say(FrameHeader.Type.WINDOW, FIN, 1, 0);
        accepted.stream(0).end();

        // Then
        assertThat(early).isFalse();
        assertThat(remote.heard()).containsExactly("WINDOW FIN 1 0", "GO_AWAY 0 0");
        assertThat(remote.received().hasEnded()).isTrue();
        remote.end();
        assertThat(accepted.closing()).contains(new Closing.Complete());
        assertThat(loop.pending()).as("timers left behind").isZero();
    }

    @Test
    void aRemoteThatGoesAwayMayFinishItsStreams() {
        // Given
        remote.data(SYN, 1, "hi");

        // When
        remote.say(FrameHeader.Type.GO_AWAY, 0, 0, 0);
        remote.data(FIN, 1, " there");
        accepted.stream(0).end();
        loop.runDue();

        // Then
        assertThat(accepted.recorder(0).bytes()).asString().isEqualTo("hi there");
        assertThat(accepted.recorder(0).closing()).contains(new Closing.Complete());
        assertThatExceptionOfType(P2pException.class).isThrownBy(ours::open);
        remote.end();
        assertThat(accepted.closing()).contains(new Closing.Complete());
    }

    @Test
    void aRemoteThatGoesAwayInAngerEndsAllAtOnce() {
        // Given
        remote.data(SYN, 1, "hi");

        // When
        remote.say(FrameHeader.Type.GO_AWAY, 0, 0, 1);

        // Then
        assertThat(accepted.recorder(0).closing()).contains(new Closing.RemoteReset(1));
        assertThat(accepted.closing()).contains(new Closing.RemoteReset(1));
    }

    @Test
    void aRemoteThatNeverClosesItsSideIsGivenFiveSeconds() {
        // When
        ours.end();
        loop.runFor(Duration.ofSeconds(4));
        boolean before = accepted.closing().isPresent();
        loop.runFor(Duration.ofSeconds(1));

        // Then
        assertThat(before).isFalse();
        assertThat(accepted.closing()).contains(new Closing.Complete());
        assertThat(remote.received().isClosed()).isTrue();
    }

    @Test
    void aRemoteThatFallsSilentIsGivenUp() {
        // When
        loop.runFor(Duration.ofSeconds(59));
        boolean before = accepted.closing().isPresent();
        loop.runFor(Duration.ofSeconds(1));

        // Then
        assertThat(before).isFalse();
        assertThat(accepted.closing())
                .get()
                .extracting(why -> ((Closing.Failed) why).error())
                .isEqualTo(P2pError.TIMEOUT);
    }

    @Test
    void aConnectionThatEndsUnderItsStreamsFailsThem() {
        // Given
        remote.data(SYN, 1, "hi");

        // When
        remote.end();

        // Then
        assertThat(accepted.recorder(0).closing()).get().isInstanceOf(Closing.Failed.class);
        assertThat(accepted.closing()).get().isInstanceOf(Closing.Failed.class);
        assertThat(ours.openStreams()).isZero();
    }
}
