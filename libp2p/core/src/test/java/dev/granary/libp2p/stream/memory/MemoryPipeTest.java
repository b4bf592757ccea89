package dev.granary.libp2p.stream.memory;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalStateException;

import dev.granary.libp2p.simulation.VirtualLoop;
import dev.granary.libp2p.testkit.Recorder;
import dev.granary.libp2p.testkit.VirtualConformance;
import java.nio.ByteBuffer;
import java.time.Duration;
import org.junit.jupiter.api.Nested;
import org.junit.jupiter.api.Test;

class MemoryPipeTest {
    @Nested
    class Direct extends VirtualConformance {
        @Override
        protected Ends connect(VirtualLoop on) {
            MemoryPipe pipe = new MemoryPipe(on, MemoryLink.DIRECT);
            return new Ends(pipe.first(), pipe.second());
        }
    }

    @Nested
    class CutAtRandom extends VirtualConformance {
        @Override
        protected Ends connect(VirtualLoop on) {
            MemoryLink link = MemoryLink.DIRECT.splitBy(on.random()).holding(10_000);
            MemoryPipe pipe = new MemoryPipe(on, link.delayedBy(Duration.ofMillis(3)));
            return new Ends(pipe.first(), pipe.second());
        }
    }

    @Test
    void whatIsWrittenStaysUntilItIsFlushedAndTravelsForAsLongAsTheLinkTakes() {
        // Given
        VirtualLoop loop = new VirtualLoop(VirtualConformance.START, 1);
        MemoryPipe pipe = new MemoryPipe(loop, MemoryLink.DIRECT.delayedBy(Duration.ofMillis(20)));
        Recorder far = new Recorder();
        pipe.second().start(far);

        // When
        pipe.first().write(ByteBuffer.wrap(new byte[10]));
        loop.runFor(Duration.ofSeconds(1));
        int beforeTheFlush = far.size();
        pipe.first().flush();
        loop.runFor(Duration.ofMillis(19));
        int onTheWay = far.size();
        loop.runFor(Duration.ofMillis(1));

        // Then
        assertThat(beforeTheFlush).isZero();
        assertThat(onTheWay).isZero();
        assertThat(far.size()).isEqualTo(10);
        assertThat(far.batches()).isOne();
    }

    @Test
    void toWriteAfterTheEndIsAMistakeOfTheCaller() {
        // Given
        VirtualLoop loop = new VirtualLoop(VirtualConformance.START, 1);
        MemoryPipe pipe = new MemoryPipe(loop, MemoryLink.DIRECT);

        // When
        pipe.first().end();

        // Then
        assertThatIllegalStateException().isThrownBy(() -> pipe.first().write(ByteBuffer.allocate(1)));
    }
}
