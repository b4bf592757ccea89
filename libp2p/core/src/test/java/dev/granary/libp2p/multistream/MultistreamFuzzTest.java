package dev.granary.libp2p.multistream;

import static org.assertj.core.api.Assertions.assertThat;

import com.code_intelligence.jazzer.junit.FuzzTest;
import dev.granary.libp2p.simulation.VirtualLoop;
import dev.granary.libp2p.stream.ByteStream;
import dev.granary.libp2p.stream.memory.MemoryLink;
import dev.granary.libp2p.stream.memory.MemoryPipe;
import dev.granary.libp2p.testkit.Pieces;
import dev.granary.libp2p.testkit.Recorder;
import dev.granary.libp2p.testkit.Stages;
import dev.granary.libp2p.testkit.VirtualConformance;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.concurrent.CompletionStage;
import java.util.function.BiFunction;
import java.util.stream.Stream;
import org.junit.jupiter.params.provider.MethodSource;

/** A remote says anything in a negotiation: it comes to an agreement or to a typed failure, and leaves nothing behind. */
class MultistreamFuzzTest {
    static Stream<byte[]> conversations() {
        return Stream.of("/a\n", "na\n", "ls\n", "/b\n")
                .map(line -> "\u0001\u0013/multistream/1.0.0\n\u0003" + line + "\u0003/a\nand more")
                .map(text -> text.getBytes(StandardCharsets.ISO_8859_1));
    }

    @MethodSource("conversations")
    @FuzzTest(maxDuration = "1m")
    void proposing(byte[] bytes) {
        expectOutcome((select, stream) -> select.propose(stream, List.of("/b", "/a")), bytes);
    }

    @MethodSource("conversations")
    @FuzzTest(maxDuration = "1m")
    void responding(byte[] bytes) {
        expectOutcome((select, stream) -> select.respond(stream, "/a"::equals), bytes);
    }

    @MethodSource("conversations")
    @FuzzTest(maxDuration = "1m")
    void lazily(byte[] bytes) {
        // Given
        VirtualLoop loop = new VirtualLoop(VirtualConformance.START, 1);
        MemoryPipe pipe = new MemoryPipe(loop, MemoryLink.DIRECT);
        Recorder recorder = new Recorder();
        ByteStream lazy = new MultistreamSelect(MultistreamSelect.USUAL_TIMEOUT).proposeLazily(pipe.first(), "/a");
        lazy.start(recorder);
        lazy.end();
        pipe.second().start(new Recorder());

        // When
        Pieces.send(bytes, pipe.second(), loop);

        // Then
        assertThat(recorder.isClosed()).isTrue();
        assertThat(loop.pending()).isZero();
    }

    private static void expectOutcome(
            BiFunction<MultistreamSelect, ByteStream, CompletionStage<String>> negotiate, byte[] bytes) {
        // Given
        VirtualLoop loop = new VirtualLoop(VirtualConformance.START, 1);
        MemoryPipe pipe = new MemoryPipe(loop, MemoryLink.DIRECT);
        CompletionStage<String> outcome =
                negotiate.apply(new MultistreamSelect(MultistreamSelect.USUAL_TIMEOUT), pipe.first());
        pipe.second().start(new Recorder());

        // When
        Pieces.send(bytes, pipe.second(), loop);

        // Then
        assertThat(Stages.isDone(outcome)).isTrue();
        assertThat(Stages.error(outcome).isPresent() || !Stages.result(outcome).isEmpty())
                .isTrue();
        assertThat(loop.pending()).isZero();
    }
}
