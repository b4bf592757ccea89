package dev.granary.libp2p.yamux;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

import dev.granary.libp2p.P2pError;
import dev.granary.libp2p.P2pException;
import dev.granary.libp2p.Role;
import dev.granary.libp2p.simulation.VirtualLoop;
import dev.granary.libp2p.stream.ByteStream;
import dev.granary.libp2p.stream.memory.MemoryLink;
import dev.granary.libp2p.stream.memory.MemoryPipe;
import dev.granary.libp2p.testkit.VirtualConformance;
import java.nio.ByteBuffer;
import java.util.HexFormat;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** The bytes of the frames, as the specification has them. */
class YamuxGoldenTest {
    @ParameterizedTest(name = "{0}")
    @CsvSource({
        "000000010000000100000005, DATA, 1, 1, 5",
        "000100010000000200000000, WINDOW, 1, 2, 0",
        "000100020000000300040000, WINDOW, 2, 3, 262144",
        "000100040000000100000000, WINDOW, 4, 1, 0",
        "000100080000000100001001, WINDOW, 8, 1, 4097",
        "000000060000000500000000, DATA, 6, 5, 0",
        "000200010000000000000001, PING, 1, 0, 1",
        "0002000200000000ffffffff, PING, 2, 0, 4294967295",
        "000300000000000000000000, GO_AWAY, 0, 0, 0",
        "000300000000000000000002, GO_AWAY, 0, 0, 2",
        "00010001fffffffe00000000, WINDOW, 1, -2, 0",
    })
    void aHeaderIsTheseBytesInBothDirections(String hex, FrameHeader.Type type, int flags, int stream, long length)
            throws P2pException {
        // Given
        byte[] bytes = HexFormat.of().parseHex(hex);
        FrameHeader header = new FrameHeader(type, flags, stream, length);

        // Then
        assertThat(header.encode()).isEqualTo(ByteBuffer.wrap(bytes));
        assertThat(FrameHeader.decode(ByteBuffer.wrap(bytes))).isEqualTo(header);
    }

    @ParameterizedTest
    @CsvSource({"010000010000000100000005", "000400010000000100000005", "00ff00010000000100000005"})
    void anotherVersionOrTypeIsMalformed(String hex) {
        assertThatExceptionOfType(P2pException.class)
                .isThrownBy(
                        () -> FrameHeader.decode(ByteBuffer.wrap(HexFormat.of().parseHex(hex))))
                .extracting(P2pException::error)
                .isEqualTo(P2pError.MALFORMED);
    }

    @Test
    void aConversationIsTheseBytes() throws P2pException {
        // Given
        VirtualLoop loop = new VirtualLoop(VirtualConformance.START, 1);
        MemoryPipe pipe = new MemoryPipe(loop, MemoryLink.DIRECT);
        YamuxConnection ours = new YamuxConnection(pipe.first(), Role.INITIATOR, YamuxSettings.USUAL);
        FramePeer remote = new FramePeer(pipe.second(), loop);
        ours.start(new Acceptor());

        // When
        ByteStream stream = ours.open();
        stream.write(ByteBuffer.wrap(new byte[] {'h', 'i'}));
        stream.end();
        String said = remote.heardHex();
        stream.reset(3);
        String last = remote.heardHex();

        // Then
        assertThat(said)
                .isEqualTo(
                        "000200010000000000000001" // ping
                                + "000000010000000100000002" + "6869" // opening, with data
                                + "000100040000000100000000"); // end
        assertThat(last).isEqualTo("000100080000000100000003");
    }
}
