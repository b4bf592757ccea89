package dev.granary.libp2p.yamux;

import static org.assertj.core.api.Assertions.assertThat;

import dev.granary.libp2p.P2pException;
import dev.granary.libp2p.Role;
import dev.granary.libp2p.simulation.VirtualLoop;
import dev.granary.libp2p.stream.ByteStream;
import dev.granary.libp2p.stream.ByteStreamConformance;
import dev.granary.libp2p.stream.Closing;
import dev.granary.libp2p.stream.memory.MemoryLink;
import dev.granary.libp2p.stream.memory.MemoryPipe;
import dev.granary.libp2p.testkit.Bulk;
import dev.granary.libp2p.testkit.Recorder;
import dev.granary.libp2p.testkit.VirtualConformance;
import java.nio.ByteBuffer;
import java.time.Duration;
import java.util.SplittableRandom;
import java.util.concurrent.atomic.AtomicReference;
import org.junit.jupiter.api.Nested;
import org.junit.jupiter.api.Test;

class YamuxConnectionTest {
    private final VirtualLoop loop = new VirtualLoop(VirtualConformance.START, 1);

    @Nested
    class Streams extends VirtualConformance {
        @Override
        protected Ends connect(VirtualLoop on) {
            return stream(on, MemoryLink.DIRECT.splitBy(on.random()));
        }
    }

    @Nested
    class StreamsOnALongNarrowLink extends VirtualConformance {
        @Override
        protected Ends connect(VirtualLoop on) {
            return stream(on, MemoryLink.DIRECT.holding(30_000).delayedBy(Duration.ofMillis(5)));
        }

        @Override
        protected int mostUnread() {
            return 1024 * 1024;
        }
    }

    @Test
    void theRoundTripIsMeasured() {
        // When
        Two two = new Two(loop, MemoryLink.DIRECT.delayedBy(Duration.ofMillis(20)));
        boolean before = two.near.roundTrip().isPresent();
        loop.runFor(Duration.ofSeconds(1));

        // Then
        assertThat(before).isFalse();
        assertThat(two.near.roundTrip()).contains(Duration.ofMillis(40));
    }

    @Test
    void anIdleConnectionIsKept() {
        // Given
        Two two = new Two(loop, MemoryLink.DIRECT.delayedBy(Duration.ofMillis(20)));

        // When
        loop.runFor(Duration.ofHours(2));

        // Then
        assertThat(two.accepted.closing()).isEmpty();
        assertThat(two.opened.closing()).isEmpty();
    }

    @Test
    void aWindowGrowsWhereTheLinkIsLongSoThatItFills() throws P2pException {
        // Given
        MemoryLink link = MemoryLink.DIRECT.holding(64 * 1024 * 1024).delayedBy(Duration.ofMillis(50));
        Two two = new Two(loop, link);
        loop.runFor(Duration.ofSeconds(1));
        byte[] content = new byte[64 * 1024 * 1024];
        long before = loop.nanoTime();

        // When
        new Bulk(two.near.open(), content, new SplittableRandom(1), 1 << 18).begin();
        boolean arrived = loop.runUntil(
                () -> two.accepted.count() > 0 && two.accepted.recorder(0).hasEnded(), Duration.ofMinutes(1));
        Duration taken = Duration.ofNanos(loop.nanoTime() - before);

        // Then
        assertThat(arrived).isTrue();
        assertThat(taken).as("with a fixed window it would take 25 s").isLessThan(Duration.ofSeconds(5));
    }

    @Test
    void aStreamWithMuchToSendDoesNotHoldUpOthers() throws P2pException {
        // Given
        Two two = new Two(loop, MemoryLink.DIRECT.holding(64 * 1024));
        ByteStream bulk = two.near.open();
        ByteStream small = two.near.open();
        bulk.start(new Recorder());
        small.start(new Recorder());

        // When
        bulk.write(ByteBuffer.allocate(10 * 1024 * 1024));
        small.write(ByteBuffer.allocate(10));
        bulk.flush();
        loop.runUntil(
                () -> two.accepted.count() == 2 && two.accepted.recorder(1).size() == 10, Duration.ofSeconds(1));

        // Then
        assertThat(two.accepted.recorder(1).size()).isEqualTo(10);
        assertThat(two.accepted.recorder(0).size()).isLessThanOrEqualTo(128 * 1024);
    }

    @Test
    void aSlowReaderHoldsUpNoOtherStream() throws P2pException {
        // Given
        Two two = new Two(loop, MemoryLink.DIRECT);
        Bulk slow = new Bulk(two.near.open(), new byte[4 * 1024 * 1024], new SplittableRandom(1), 9_000);
        Bulk fast = new Bulk(two.near.open(), new byte[4 * 1024 * 1024], new SplittableRandom(2), 9_000);
        slow.begin();
        loop.runUntil(() -> two.accepted.count() > 0, Duration.ofSeconds(1));
        two.accepted.stream(0).pause();

        // When
        fast.begin();
        boolean arrived = loop.runUntil(
                () -> two.accepted.count() == 2 && two.accepted.recorder(1).hasEnded(), Duration.ofSeconds(5));

        // Then
        assertThat(arrived).isTrue();
        assertThat(two.accepted.recorder(0).hasEnded()).isFalse();
    }

    @Test
    void tenThousandStreamsOpenedAndClosedLeaveNothing() throws P2pException {
        // Given
        Two two = new Two(loop, MemoryLink.DIRECT);
        int complete = 0;

        // When
        for (int i = 0; i < 10_000; i++) {
            ByteStream stream = two.near.open();
            Recorder recorder = new Recorder();
            stream.start(recorder);
            stream.write(ByteBuffer.allocate(i % 50));
            stream.end();
            loop.runDue();
            ByteStream far = two.accepted.stream(i);
            if (i % 3 == 0) {
                far.reset(i);
            } else {
                far.end();
            }
            loop.runDue();
            complete +=
                    recorder.closing().filter(new Closing.Complete()::equals).isPresent() ? 1 : 0;
        }

        // Then
        assertThat(complete).isEqualTo(6_666);
        assertThat(two.near.openStreams()).isZero();
        assertThat(two.far.openStreams()).isZero();
        assertThat(loop.pending()).as("the two keep-alive timers").isEqualTo(2);
    }

    private static ByteStreamConformance.Ends stream(VirtualLoop on, MemoryLink link) {
        AtomicReference<ByteStream> far = new AtomicReference<>();
        Two two = new Two(on, link, new Acceptor() {
            @Override
            public void opened(ByteStream stream) {
                far.set(stream);
            }
        });
        try {
            ByteStream near = two.near.open();
            on.runUntil(() -> far.get() != null, Duration.ofSeconds(1));
            return new ByteStreamConformance.Ends(near, far.get());
        } catch (P2pException impossible) {
            throw new AssertionError(impossible);
        }
    }

    /** Two connections that are each other's remote. */
    private static final class Two {
        private final YamuxConnection near;
        private final YamuxConnection far;
        private final Acceptor opened = new Acceptor();
        private final Acceptor accepted;

        Two(VirtualLoop on, MemoryLink link) {
            this(on, link, new Acceptor());
        }

        Two(VirtualLoop on, MemoryLink link, Acceptor acceptor) {
            MemoryPipe pipe = new MemoryPipe(on, link);
            accepted = acceptor;
            near = new YamuxConnection(pipe.first(), Role.INITIATOR, YamuxSettings.USUAL);
            far = new YamuxConnection(pipe.second(), Role.RESPONDER, YamuxSettings.USUAL);
            near.start(opened);
            far.start(accepted);
        }
    }
}
