package dev.granary.libp2p.yamux;

import static org.assertj.core.api.Assertions.assertThat;

import dev.granary.libp2p.P2pError;
import dev.granary.libp2p.Role;
import dev.granary.libp2p.simulation.VirtualLoop;
import dev.granary.libp2p.stream.Closing;
import dev.granary.libp2p.stream.memory.MemoryLink;
import dev.granary.libp2p.stream.memory.MemoryPipe;
import dev.granary.libp2p.testkit.VirtualConformance;
import java.nio.ByteBuffer;
import java.time.Duration;
import java.util.Arrays;
import java.util.HexFormat;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** A remote that lies, floods or stalls is closed with a typed reason, and costs no more than its share. */
class YamuxHostileTest {
    private final VirtualLoop loop = new VirtualLoop(VirtualConformance.START, 1);
    private final MemoryPipe pipe = new MemoryPipe(loop, MemoryLink.DIRECT.holding(100_000));
    private final YamuxConnection ours = new YamuxConnection(pipe.first(), Role.RESPONDER, YamuxSettings.USUAL);
    private final Acceptor accepted = new Acceptor();
    private final FramePeer remote = new FramePeer(pipe.second(), loop);

    @BeforeEach
    void start() {
        ours.start(accepted);
        loop.runDue();
        remote.heard();
    }

    @ParameterizedTest(name = "{0}")
    @CsvSource({
        "another version, 0100000100000001 00000000, MALFORMED",
        "an unknown type, 0004000100000001 00000000, MALFORMED",
        "text, 474554202f20485454502f312e310d0a0d0a, MALFORMED",
        "data larger than any window, 0000000100000001 01000001, PROTOCOL_VIOLATION",
        "data of 4 GiB, 0000000000000001 ffffffff, PROTOCOL_VIOLATION",
        "data for no stream, 0000000100000000 00000000, PROTOCOL_VIOLATION",
        "a window for no stream, 0001000100000000 00000000, PROTOCOL_VIOLATION",
        "a stream opened twice, 000100010000000100000000 0001000100000001 00000000, PROTOCOL_VIOLATION",
        "a stream with our number, 0001000100000002 00000000, PROTOCOL_VIOLATION",
    })
    void whatBreaksTheConnectionEndsIt(String what, String hex, P2pError expected) {
        // When
        remote.bytes(HexFormat.of().parseHex(hex.replace(" ", "")));

        // Then
        assertThat(accepted.closing())
                .as(what)
                .get()
                .extracting(why -> ((Closing.Failed) why).error())
                .isEqualTo(expected);
        assertThat(remote.heard()).contains("GO_AWAY 0 1");
        assertThat(remote.received().hasEnded()).isTrue();
        assertThat(ours.openStreams()).isZero();
    }

    @Test
    void whatComesAfterTheBreachIsNotActedOn() {
        // When
        remote.bytes(HexFormat.of().parseHex("ff0000010000000100000000" + "000100010000000300000000"));

        // Then
        assertThat(accepted.count()).isZero();
    }

    @Test
    void halfAFrameAndThenTheEndIsAFailure() {
        // When
        remote.bytes(new byte[5]);
        remote.end();

        // Then
        assertThat(accepted.closing()).get().isInstanceOf(Closing.Failed.class);
    }

    @Test
    void halfAFrameAndThenSilenceIsGivenUp() {
        // When
        remote.bytes(new byte[5]);
        loop.runFor(Duration.ofSeconds(90));

        // Then
        assertThat(accepted.closing())
                .get()
                .extracting(why -> ((Closing.Failed) why).error())
                .isEqualTo(P2pError.TIMEOUT);
    }

    @Test
    void pingsWhoseAnswersAreNotReadReachALimit() {
        // Given
        pipe.second().pause();
        byte[] ping = new FrameHeader(FrameHeader.Type.PING, FrameHeader.SYN, 0, 1)
                .encode()
                .array();

        // When
        int sent = 0;
        while (accepted.closing().isEmpty() && sent < 100_000) {
            remote.bytes(ping);
            sent++;
        }

        // Then
        assertThat(accepted.closing())
                .get()
                .extracting(why -> ((Closing.Failed) why).error())
                .isEqualTo(P2pError.LIMIT);
        assertThat(sent).isLessThan(100_000 / FrameHeader.SIZE + 1_100);
    }

    @Test
    void pingsWhoseAnswersAreReadAreAnswered() {
        // Given
        ByteBuffer pings = ByteBuffer.allocate(5_000 * FrameHeader.SIZE);
        for (int i = 0; i < 5_000; i++) {
            pings.put(new FrameHeader(FrameHeader.Type.PING, FrameHeader.SYN, 0, i).encode());
        }
        int before = remote.received().size();

        // When
        for (int i = 0; i < 10; i++) {
            remote.bytes(Arrays.copyOfRange(pings.array(), i * 6_000, (i + 1) * 6_000));
        }

        // Then
        assertThat(remote.received().size() - before).isEqualTo(5_000 * FrameHeader.SIZE);
        assertThat(accepted.closing()).isEmpty();
    }

    @Test
    void answersToPingsThatWeNeverSentAreWithoutEffect() {
        // When
        remote.say(FrameHeader.Type.PING, FrameHeader.ACK, 0, 99);
        remote.data(FrameHeader.SYN, 1, "hi");

        // Then
        assertThat(accepted.recorder(0).bytes()).asString().isEqualTo("hi");
    }

    @Test
    void streamsOpenedAndResetInAFloodLeaveNothingWaiting() {
        // Given
        pipe.second().pause();
        ByteBuffer flood = ByteBuffer.allocate(20 * FrameHeader.SIZE);

        // When
        for (int id = 1; id < 40_000; id += 20) {
            flood.clear();
            for (int i = 0; i < 20; i += 2) {
                flood.put(new FrameHeader(FrameHeader.Type.WINDOW, FrameHeader.SYN, id + i, 0).encode());
                flood.put(new FrameHeader(FrameHeader.Type.WINDOW, FrameHeader.RST, id + i, 0).encode());
            }
            remote.bytes(flood.array().clone());
        }
        pipe.second().resume();

        // Then
        assertThat(accepted.count()).isEqualTo(20_000);
        assertThat(ours.openStreams()).isZero();
        assertThat(accepted.closing()).isEmpty();
        assertThat(remote.heard()).as("acknowledgements of what is long over").isEmpty();
    }

    @Test
    void oneBytePerFrameIsKeptAsCompactlyAsAnyOther() {
        // Given
        remote.data(FrameHeader.SYN, 1, "");
        accepted.stream(0).pause();

        // When
        for (int i = 0; i < 10_000; i++) {
            remote.data(0, 1, "x");
        }
        accepted.stream(0).resume();

        // Then
        assertThat(accepted.recorder(0).size()).isEqualTo(10_000);
    }

    @Test
    void whatBreaksOneConnectionDoesNotTouchAnother() {
        // Given
        MemoryPipe secondPipe = new MemoryPipe(loop, MemoryLink.DIRECT);
        YamuxConnection second = new YamuxConnection(secondPipe.first(), Role.RESPONDER, YamuxSettings.USUAL);
        Acceptor acceptedThere = new Acceptor();
        FramePeer honest = new FramePeer(secondPipe.second(), loop);
        second.start(acceptedThere);

        // When
        remote.bytes(new byte[] {9, 9, 9, 9, 9, 9, 9, 9, 9, 9, 9, 9});
        honest.data(FrameHeader.SYN, 1, "fine");

        // Then
        assertThat(accepted.closing()).isPresent();
        assertThat(acceptedThere.recorder(0).bytes()).asString().isEqualTo("fine");
    }
}
