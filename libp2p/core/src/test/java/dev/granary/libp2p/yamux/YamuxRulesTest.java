package dev.granary.libp2p.yamux;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

import dev.granary.libp2p.P2pError;
import dev.granary.libp2p.P2pException;
import dev.granary.libp2p.Role;
import dev.granary.libp2p.simulation.VirtualLoop;
import dev.granary.libp2p.stream.ByteStream;
import dev.granary.libp2p.stream.Closing;
import dev.granary.libp2p.stream.memory.MemoryLink;
import dev.granary.libp2p.stream.memory.MemoryPipe;
import dev.granary.libp2p.testkit.Recorder;
import dev.granary.libp2p.testkit.VirtualConformance;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.util.List;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** What one side does about each frame of the other. We are the responder: our streams are even, theirs odd. */
class YamuxRulesTest {
    private static final int SYN = FrameHeader.SYN;
    private static final int ACK = FrameHeader.ACK;
    private static final int FIN = FrameHeader.FIN;
    private static final int RST = FrameHeader.RST;

    private final VirtualLoop loop = new VirtualLoop(VirtualConformance.START, 1);
    private final MemoryPipe pipe = new MemoryPipe(loop, MemoryLink.DIRECT.holding(10_000_000));
    private final YamuxConnection ours =
            new YamuxConnection(pipe.first(), Role.RESPONDER, YamuxSettings.USUAL.withStreams(3, 300));
    private final Acceptor accepted = new Acceptor();
    private final FramePeer remote = new FramePeer(pipe.second(), loop);

    @BeforeEach
    void start() {
        ours.start(accepted);
        loop.runDue();
        remote.heard();
    }

    @Test
    void theOpeningTravelsWithTheFirstData() throws P2pException {
        // When
        ByteStream stream = ours.open();
        write(stream, "hi");
        stream.flush();

        // Then
        assertThat(remote.heard()).containsExactly("DATA SYN 2 2 hi");
    }

    @Test
    void aStreamThatIsOnlyReadIsOpenedAllTheSame() throws P2pException {
        // When
        ours.open().start(new Recorder());

        // Then
        assertThat(remote.heard()).containsExactly("WINDOW SYN 2 0");
    }

    @Test
    void theAcknowledgementTravelsWithTheAnswer() {
        // When
        remote.data(SYN, 1, "ask");
        boolean alone = remote.heard().equals(List.of("WINDOW ACK 1 0"));
        write(accepted.stream(0), "told");
        accepted.stream(0).flush();

        // Then
        assertThat(alone).isTrue();
        assertThat(accepted.recorder(0).bytes()).asString().isEqualTo("ask");
        assertThat(remote.heard()).containsExactly("DATA 1 4 told");
    }

    @Test
    void ourEndTravelsBehindTheDataInAFrameOfItsOwn() throws P2pException {
        // When
        ByteStream stream = ours.open();
        write(stream, "all");
        stream.end();

        // Then
        assertThat(remote.heard()).containsExactly("DATA SYN 2 3 all", "WINDOW FIN 2 0");
    }

    @Test
    void aFrameMayOpenCarryAndEndAStreamAtOnce() {
        // When
        remote.data(SYN | FIN, 1, "everything");

        // Then
        assertThat(accepted.recorder(0).bytes()).asString().isEqualTo("everything");
        assertThat(accepted.recorder(0).hasEnded()).isTrue();
    }

    @Test
    void anEndAndAResetAlsoComeOnWindowUpdates() {
        // Given
        remote.data(SYN, 1, "one");
        remote.data(SYN, 3, "two");

        // When
        remote.say(FrameHeader.Type.WINDOW, ACK | FIN, 1, 0);
        remote.say(FrameHeader.Type.WINDOW, RST, 3, 0x1001);

        // Then
        assertThat(accepted.recorder(0).hasEnded()).isTrue();
        assertThat(accepted.recorder(0).isClosed()).isFalse();
        assertThat(accepted.recorder(1).closing()).contains(new Closing.RemoteReset(0x1001));
        assertThat(ours.openStreams()).isOne();
    }

    @Test
    void theCodeOfAResetIsNoCredit() throws P2pException {
        // Given
        ByteStream stream = ours.open();
        Recorder recorder = new Recorder();
        stream.start(recorder);
        stream.write(ByteBuffer.allocate(YamuxSettings.FIRST_WINDOW + 1));
        stream.flush();
        remote.heard();

        // When
        remote.say(FrameHeader.Type.WINDOW, RST, 2, 0xffff_ffffL);

        // Then
        assertThat(recorder.closing()).contains(new Closing.RemoteReset(0xffff_ffffL));
        assertThat(remote.heard()).isEmpty();
    }

    @Test
    void ourResetTellsItsCode() {
        // Given
        remote.data(SYN, 1, "hi");
        remote.heard();

        // When
        accepted.stream(0).reset(42);

        // Then
        assertThat(remote.heard()).containsExactly("WINDOW RST 1 42");
        assertThat(ours.openStreams()).isZero();
    }

    @Test
    void aStreamThatTheRemoteNeverHeardOfIsResetWithoutAWord() throws P2pException {
        // When
        ours.open().reset(1);

        // Then
        assertThat(remote.heard()).isEmpty();
        assertThat(ours.openStreams()).isZero();
    }

    @Test
    void framesForStreamsThatAreNoMoreAreReadOver() {
        // Given
        remote.data(SYN, 1, "hi");
        accepted.stream(0).reset(0);

        // When
        remote.data(0, 1, "still under way");
        remote.say(FrameHeader.Type.WINDOW, 0, 1, 1000);
        remote.data(FIN, 77, "never opened");
        remote.say(FrameHeader.Type.WINDOW, RST, 79, 0);
        remote.data(SYN, 3, "next");

        // Then
        assertThat(accepted.recorder(1).bytes()).asString().isEqualTo("next");
        assertThat(accepted.closing()).isEmpty();
    }

    @Test
    void noMoreIsSentThanTheRemoteGrants() throws P2pException {
        // Given
        ByteStream stream = ours.open();
        stream.start(new Recorder());

        // When
        stream.write(ByteBuffer.allocate(YamuxSettings.FIRST_WINDOW + 100));
        stream.flush();
        int first = remote.received().size();
        remote.heard();
        remote.say(FrameHeader.Type.WINDOW, ACK, 2, 60);

        // Then
        assertThat(first).isLessThan(YamuxSettings.FIRST_WINDOW + 200);
        assertThat(remote.heard()).containsExactly("DATA 2 60 ...");
    }

    @Test
    void creditIsGivenForWhatWasReadNotForWhatCame() {
        // Given
        remote.data(SYN, 1, "x".repeat(100_000));
        accepted.stream(0).pause();
        remote.data(0, 1, "x".repeat(100_000));
        boolean grantedUnread = remote.heard().stream().anyMatch(frame -> frame.contains("WINDOW 1"));

        // When
        accepted.stream(0).resume();

        // Then
        assertThat(grantedUnread).isFalse();
        assertThat(remote.heard()).containsExactly("WINDOW 1 200000");
    }

    @Test
    void whoSendsBeyondTheWindowLosesTheStreamAndNoOtherNotices() {
        // Given
        remote.data(SYN, 1, "good");
        remote.data(SYN, 3, "bad");
        accepted.stream(1).pause();
        remote.heard();

        // When
        remote.data(0, 3, "x".repeat(YamuxSettings.FIRST_WINDOW - 2));
        remote.data(0, 1, " still");

        // Then
        assertThat(accepted.recorder(1).closing())
                .contains(new Closing.Failed(P2pError.PROTOCOL_VIOLATION, "The remote sent beyond its window."));
        assertThat(remote.heard()).containsExactly("WINDOW RST 3 4100");
        assertThat(accepted.recorder(0).bytes()).asString().isEqualTo("good still");
    }

    @Test
    void whoGrantsMoreThanCanBeCountedLosesTheStream() {
        // Given
        remote.data(SYN, 1, "hi");

        // When
        remote.say(FrameHeader.Type.WINDOW, 0, 1, 0xffff_ffffL);

        // Then
        assertThat(accepted.recorder(0).closing()).get().isInstanceOf(Closing.Failed.class);
        assertThat(accepted.closing()).isEmpty();
    }

    @Test
    void whoSendsAfterItsEndLosesTheStream() {
        // Given
        remote.data(SYN | FIN, 1, "hi");

        // When
        remote.data(0, 1, "and another thing");

        // Then
        assertThat(accepted.recorder(0).bytes()).asString().isEqualTo("hi");
        assertThat(accepted.recorder(0).closing()).get().isInstanceOf(Closing.Failed.class);
    }

    @Test
    void streamsBeyondOurLimitAreResetAndTheRestGoesOn() {
        // When
        for (int id = 1; id <= 9; id += 2) {
            remote.data(SYN, id, "s" + id);
        }

        // Then
        assertThat(accepted.count()).isEqualTo(3);
        assertThat(remote.heard()).contains("WINDOW RST 7 4098", "WINDOW RST 9 4098");
        assertThat(accepted.closing()).isEmpty();
    }

    @Test
    void weWaitForTheRemoteToAcknowledgeOurStreams() throws P2pException {
        // Given
        for (int i = 0; i < YamuxSession.MOST_UNACKNOWLEDGED; i++) {
            ours.open();
        }

        // Then
        assertThatExceptionOfType(P2pException.class)
                .isThrownBy(ours::open)
                .extracting(P2pException::error)
                .isEqualTo(P2pError.LIMIT);
        remote.say(FrameHeader.Type.WINDOW, ACK, 2, 0);
        assertThat(ours.open()).isNotNull();
    }

    @Test
    void aStreamGivenUpBeforeItWasAcknowledgedIsNotWaitedFor() throws P2pException {
        // When
        for (int i = 0; i < 2 * YamuxSession.MOST_UNACKNOWLEDGED; i++) {
            ours.open().reset(0);
        }

        // Then
        assertThat(ours.open()).isNotNull();
    }

    @Test
    void weKeepToOurOwnLimitOfStreams() throws P2pException {
        // Given
        for (int i = 0; i < 300; i++) {
            ours.open();
            loop.runDue();
            remote.say(FrameHeader.Type.WINDOW, ACK, 2 * i + 2, 0);
        }

        // Then
        assertThatExceptionOfType(P2pException.class)
                .isThrownBy(ours::open)
                .extracting(P2pException::error)
                .isEqualTo(P2pError.LIMIT);
    }

    @Test
    void aPingIsAnsweredWithItsValue() {
        // When
        remote.heardHex();
        remote.say(FrameHeader.Type.PING, SYN, 0, 0xfedc_ba98L);

        // Then
        assertThat(remote.heardHex()).isEqualTo("0002000200000000fedcba98");
    }

    private static void write(ByteStream stream, String text) {
        stream.write(ByteBuffer.wrap(text.getBytes(StandardCharsets.UTF_8)));
    }
}
