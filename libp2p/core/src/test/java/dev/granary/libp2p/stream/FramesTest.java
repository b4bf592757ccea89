package dev.granary.libp2p.stream;

import static org.assertj.core.api.Assertions.assertThat;

import dev.granary.libp2p.P2pError;
import dev.granary.libp2p.P2pException;
import dev.granary.libp2p.multiformats.Varint;
import dev.granary.libp2p.simulation.VirtualLoop;
import dev.granary.libp2p.stream.memory.MemoryLink;
import dev.granary.libp2p.stream.memory.MemoryPipe;
import dev.granary.libp2p.testkit.Recorder;
import java.nio.ByteBuffer;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.SplittableRandom;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class FramesTest {
    private static final int LIMIT = 20_000;

    private final VirtualLoop loop = new VirtualLoop(Instant.EPOCH, 1);
    private final List<byte[]> messages = new ArrayList<>();
    private boolean ended;
    private @Nullable Closing closing;

    private ByteStream connect(MemoryLink link) {
        MemoryPipe pipe = new MemoryPipe(loop, link);
        pipe.first().start(new Recorder());
        pipe.second().start(new Frames(pipe.second(), LIMIT, new Frames.Reader() {
            @Override
            public void message(byte[] bytes) throws P2pException {
                if (bytes.length == 13) {
                    throw new P2pException(P2pError.PROTOCOL_VIOLATION, "thirteen");
                }
                messages.add(bytes);
            }

            @Override
            public void ended() {
                ended = true;
            }

            @Override
            public void closed(Closing why) {
                closing = why;
            }
        }));
        return pipe.first();
    }

    private void run() {
        loop.runFor(Duration.ofSeconds(1));
    }

    @ParameterizedTest(name = "seed={0}")
    @ValueSource(longs = {1, 2, 3, 4, 5, 6, 7, 8})
    void messagesArriveWholeHoweverTheirBytesAreCut(long seed) {
        // Given
        SplittableRandom random = new SplittableRandom(seed);
        ByteStream stream = connect(MemoryLink.DIRECT.splitBy(random));
        List<byte[]> sent = new ArrayList<>();
        for (int size : new int[] {0, 1, 127, 128, 5_000, LIMIT, 0, 12}) {
            byte[] message = new byte[size];
            random.nextBytes(message);
            sent.add(message);
        }

        // When
        sent.forEach(message -> Frames.write(stream, message));
        stream.end();
        run();

        // Then
        assertThat(messages).usingElementComparator(Arrays::compare).containsExactlyElementsOf(sent);
        assertThat(ended).isTrue();
    }

    private void refuses(P2pError error, byte[] bytes) {
        ByteStream stream = connect(MemoryLink.DIRECT);
        stream.write(ByteBuffer.wrap(bytes));
        stream.end();
        run();
        assertThat(closing).isInstanceOfSatisfying(Closing.Failed.class, failed -> assertThat(failed.error())
                .isEqualTo(error));
        assertThat(messages).isEmpty();
        assertThat(ended).isFalse();
    }

    @Test
    void aMessageOverTheLimitEndsTheStream() {
        refuses(P2pError.LIMIT, Varint.encode(LIMIT + 1L));
    }

    @Test
    void aHugeLengthEndsTheStream() {
        refuses(P2pError.LIMIT, Varint.encode(Long.MAX_VALUE));
    }

    @Test
    void aLengthThatIsNoVarintEndsTheStream() {
        refuses(P2pError.MALFORMED, new byte[] {-1, -1, -1, -1, -1, -1, -1, -1, -1, 1});
        refuses(P2pError.MALFORMED, new byte[] {(byte) 0x80, 0});
    }

    @Test
    void anEndWithinAMessageIsAFailure() {
        refuses(P2pError.MALFORMED, new byte[] {5, 1, 2});
        refuses(P2pError.MALFORMED, new byte[] {(byte) 0x85});
    }

    @Test
    void whatTheReaderRefusesEndsTheStreamForItsReason() {
        byte[] thirteen = new byte[14];
        thirteen[0] = 13;

        refuses(P2pError.PROTOCOL_VIOLATION, thirteen);
    }
}
