package dev.granary.libp2p.yamux;

import static org.assertj.core.api.Assertions.assertThat;

import com.code_intelligence.jazzer.junit.FuzzTest;
import dev.granary.libp2p.P2pException;
import dev.granary.libp2p.Role;
import dev.granary.libp2p.simulation.VirtualLoop;
import dev.granary.libp2p.stream.ByteStream;
import dev.granary.libp2p.stream.memory.MemoryLink;
import dev.granary.libp2p.stream.memory.MemoryPipe;
import dev.granary.libp2p.testkit.Echo;
import dev.granary.libp2p.testkit.Pieces;
import dev.granary.libp2p.testkit.Recorder;
import dev.granary.libp2p.testkit.VirtualConformance;
import java.nio.ByteBuffer;
import java.util.HexFormat;
import java.util.stream.Stream;
import org.junit.jupiter.params.provider.MethodSource;

/** A remote sends any frames: the connection comes to its end with the remote, and no stream is left. */
class YamuxFuzzTest {
    private static final byte[] GREETING = {'h', 'e', 'l', 'l', 'o'};

    static Stream<byte[]> frames() {
        return Stream.of(
                        "05 000000010000000100000002 6869 000100040000000100000000",
                        "ff 000100020000000200000000 000000040000000200000001 61",
                        "01 000200010000000000000001 000200020000000000000001 000300000000000000000000",
                        "30 000100010000000100000000 000100080000000100001001",
                        "30 000100010000000100000000 0001000000000001ffffffff 000000000000000100040001")
                .map(hex -> HexFormat.of().parseHex(hex.replace(" ", "")));
    }

    @MethodSource("frames")
    @FuzzTest(maxDuration = "1m")
    void connection(byte[] bytes) throws P2pException {
        // Given
        VirtualLoop loop = new VirtualLoop(VirtualConformance.START, 1);
        MemoryPipe pipe = new MemoryPipe(loop, MemoryLink.DIRECT);
        YamuxConnection ours =
                new YamuxConnection(pipe.first(), Role.RESPONDER, YamuxSettings.USUAL.withStreams(10, 10));
        Acceptor acceptor = new Acceptor() {
            @Override
            public void opened(ByteStream stream) {
                stream.start(new Echo(stream));
            }
        };
        ours.start(acceptor);
        ByteStream stream = ours.open();
        Recorder recorder = new Recorder();
        stream.start(recorder);
        stream.write(ByteBuffer.wrap(GREETING.clone()));
        stream.flush();
        pipe.second().start(new Recorder());

        // When
        Pieces.send(bytes, pipe.second(), loop);

        // Then
        assertThat(acceptor.closing()).isPresent();
        assertThat(recorder.isClosed()).isTrue();
        assertThat(ours.openStreams()).isZero();
        assertThat(loop.pending()).isZero();
    }
}
