package dev.granary.libp2p.transport.quic;

import static org.assertj.core.api.Assertions.assertThat;

import dev.granary.libp2p.P2pException;
import dev.granary.libp2p.identity.IdentityCertificate;
import dev.granary.libp2p.identity.KeyType;
import dev.granary.libp2p.identity.PrivateKey;
import dev.granary.libp2p.multiformats.Multiaddr;
import dev.granary.libp2p.stream.ByteStream;
import dev.granary.libp2p.stream.ByteStreamConformance;
import dev.granary.libp2p.stream.Closing;
import dev.granary.libp2p.stream.MuxedConnection;
import dev.granary.libp2p.testkit.Bulk;
import dev.granary.libp2p.testkit.Deadline;
import dev.granary.libp2p.testkit.Echo;
import dev.granary.libp2p.testkit.Recorder;
import dev.granary.libp2p.transport.Arrival;
import dev.granary.libp2p.transport.DialRequest;
import dev.granary.libp2p.transport.Link;
import dev.granary.libp2p.transport.Listener;
import dev.granary.libp2p.transport.netty.NettyLoops;
import java.nio.ByteBuffer;
import java.security.SecureRandom;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.SplittableRandom;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;
import java.util.function.BooleanSupplier;
import java.util.function.UnaryOperator;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.Test;

class QuicStreamTest extends ByteStreamConformance {
    private static final Multiaddr ANY = Multiaddr.parse("/ip4/127.0.0.1/udp/0/quic-v1");
    private static final int WINDOW = 512 * 1024;
    private static final SecureRandom RANDOM = new SecureRandom();
    private static final NettyLoops LOOPS = NettyLoops.of(2);
    private static final QuicSettings SETTINGS = new QuicSettings(
            256, WINDOW, WINDOW, Duration.ofSeconds(30), Duration.ofSeconds(15), Duration.ofSeconds(15), 64);
    private static final QuicTransport NEAR = transport(SETTINGS);
    private static final QuicTransport FAR = transport(SETTINGS);

    private static QuicTransport transport(QuicSettings settings) {
        PrivateKey key = PrivateKey.generate(KeyType.ED25519, RANDOM);
        return new QuicTransport(LOOPS, IdentityCertificate.issue(key, RANDOM, Instant.now()), settings, RANDOM);
    }

    @AfterAll
    static void end() {
        Deadline.result(LOOPS.close());
    }

    /** Two connections that are each other's remote, and the streams that either has opened at the other. */
    private record Connected(
            MuxedConnection near,
            MuxedConnection far,
            BlockingQueue<ByteStream> atNear,
            BlockingQueue<ByteStream> atFar) {
        static Connected of(QuicTransport dialler, QuicTransport listening, UnaryOperator<ByteStream> whenOpened) {
            BlockingQueue<Arrival> arrivals = new LinkedBlockingQueue<>();
            Listener listener = Deadline.result(listening.listen(ANY, arrivals::add));
            DialRequest request =
                    new DialRequest(listener.addresses().getFirst(), Optional.empty(), Duration.ofSeconds(5));
            Link near = Deadline.result(dialler.dial(request).result());
            Link far = Deadline.result(Deadline.next(arrivals).accept());
            Deadline.result(listener.close());
            return new Connected(
                    started(near, new LinkedBlockingQueue<>(), whenOpened),
                    started(far, new LinkedBlockingQueue<>(), whenOpened));
        }

        private Connected(Side near, Side far) {
            this(near.connection(), far.connection(), near.opened(), far.opened());
        }

        private static Side started(Link link, BlockingQueue<ByteStream> opened, UnaryOperator<ByteStream> whenOpened) {
            MuxedConnection connection = ((Link.Ready) link).connection();
            connection
                    .loop()
                    .execute(() -> connection.start(new MuxedConnection.Receiver() {
                        @Override
                        public void opened(ByteStream stream) {
                            opened.add(whenOpened.apply(stream));
                        }

                        @Override
                        public void closed(Closing closing) {}
                    }));
            return new Side(connection, opened);
        }

        private record Side(MuxedConnection connection, BlockingQueue<ByteStream> opened) {}
    }

    private static ByteStream open(MuxedConnection connection) {
        return Deadline.result(CompletableFuture.supplyAsync(
                () -> {
                    try {
                        return connection.open();
                    } catch (P2pException e) {
                        throw new AssertionError(e);
                    }
                },
                connection.loop()));
    }

    @Override
    protected Ends connect(long seed) {
        Connected connected = Connected.of(NEAR, FAR, stream -> stream);
        ByteStream near = open(connected.near());
        // the other side learns of a stream by its first bytes
        act(near, () -> near.write(ByteBuffer.wrap(new byte[] {0})));
        act(near, near::flush);
        ByteStream far = Deadline.next(connected.atFar());
        CompletableFuture<Void> greeted = new CompletableFuture<>();
        act(
                far,
                () -> far.start(new Recorder() {
                    @Override
                    public void received(ByteBuffer given) {
                        super.received(given);
                        greeted.complete(null);
                    }
                }));
        Deadline.result(greeted);
        // from now on like one that nobody has started
        act(far, far::pause);
        return new Ends(near, far);
    }

    @Override
    protected void act(ByteStream stream, Runnable action) {
        Deadline.result(CompletableFuture.runAsync(action, stream.loop()));
    }

    @Override
    protected void await(BooleanSupplier done) {
        Deadline.await(done);
    }

    @Override
    protected void settle() {
        // what is on its way within one machine arrives long before
        CompletableFuture<Void> later = new CompletableFuture<>();
        later.completeOnTimeout(null, 300, TimeUnit.MILLISECONDS).join();
    }

    @Test
    void sidesThatBothSendAndEchoNeverWaitForEachOtherWithinTheirWindows() {
        // Given
        Connected connected = Connected.of(
                transport(QuicSettings.STANDARD), transport(QuicSettings.STANDARD), QuicStreamTest::echoing);
        byte[] content = bytes(new SplittableRandom(18), 300_000);

        for (int round = 0; round < 6; round++) {
            // When
            List<Bulk> bulks = new ArrayList<>();
            for (int i = 0; i < 20; i++) {
                bulks.add(begun(open(connected.near()), content));
                bulks.add(begun(open(connected.far()), content));
            }
            bulks.forEach(bulk -> Deadline.await(bulk::isClosed));

            // Then
            assertThat(bulks).allSatisfy(bulk -> assertThat(bulk.bytes()).isEqualTo(content));
        }
    }

    private static ByteStream echoing(ByteStream stream) {
        stream.start(new Echo(stream));
        return stream;
    }

    private Bulk begun(ByteStream stream, byte[] content) {
        Bulk bulk = new Bulk(stream, content, new SplittableRandom(3), 70_000);
        act(stream, bulk::begin);
        return bulk;
    }

    @Test
    void aRemoteThatWantsNoMoreOfAStreamEndsItInOurSenseToo() {
        // Given
        Ends ends = connect(19);
        Recorder near = new Recorder();
        Recorder far = new Recorder();
        act(ends.near(), () -> ends.near().start(near));
        act(ends.far(), () -> ends.far().start(far));

        // When
        act(ends.far(), () -> ends.far().reset(5));
        await(near::isClosed);
        boolean more = Deadline.result(CompletableFuture.supplyAsync(
                () -> ends.near().write(ByteBuffer.wrap(new byte[1_000])),
                ends.near().loop()));

        // Then
        assertThat(near.closing()).contains(new Closing.RemoteReset(5));
        assertThat(more).isTrue();
    }
}
