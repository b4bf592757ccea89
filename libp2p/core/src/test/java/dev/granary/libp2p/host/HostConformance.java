package dev.granary.libp2p.host;

import static org.assertj.core.api.Assertions.assertThat;

import dev.granary.libp2p.P2pError;
import dev.granary.libp2p.assembly.StandardHost;
import dev.granary.libp2p.assembly.StandardHostBuilder;
import dev.granary.libp2p.identify.Identified;
import dev.granary.libp2p.identify.Identify;
import dev.granary.libp2p.identity.KeyType;
import dev.granary.libp2p.identity.PrivateKey;
import dev.granary.libp2p.multiformats.Multiaddr;
import dev.granary.libp2p.multiformats.PeerId;
import dev.granary.libp2p.ping.Ping;
import dev.granary.libp2p.stream.BlockingStream;
import dev.granary.libp2p.stream.Closing;
import dev.granary.libp2p.testkit.Bulk;
import dev.granary.libp2p.testkit.Deadline;
import dev.granary.libp2p.testkit.EchoHandler;
import dev.granary.libp2p.testkit.Echoes;
import dev.granary.libp2p.testkit.Leaks;
import dev.granary.libp2p.testkit.Recorder;
import dev.granary.libp2p.transport.netty.NettyLoops;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.security.SecureRandom;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.SplittableRandom;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.Semaphore;
import java.util.concurrent.TimeUnit;
import java.util.function.UnaryOperator;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;

/** What two hosts do for each other, over whatever lies between them. */
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
public abstract class HostConformance {
    static {
        Leaks.watch();
    }

    private static final Duration PATIENCE = Duration.ofSeconds(30);
    private static final int MEBIBYTE = 1 << 20;

    private final SecureRandom random = new SecureRandom();
    private final NettyLoops loops = NettyLoops.of(2);
    private final List<StandardHost> hosts = new ArrayList<>();

    /** Gives a host its transports and securities and lets it listen. */
    protected abstract StandardHostBuilder shape(StandardHostBuilder builder, PrivateKey key);

    /** The loops of all hosts. */
    protected NettyLoops loops() {
        return loops;
    }

    protected SecureRandom random() {
        return random;
    }

    /** A started host that echoes. */
    protected StandardHost host(UnaryOperator<StandardHostBuilder> more) {
        PrivateKey key = PrivateKey.generate(KeyType.ED25519, random);
        StandardHostBuilder builder = new StandardHostBuilder(key, random).loops(loops);
        StandardHost host = more.apply(shape(builder, key)).build();
        host.host().handle(EchoHandler.PROTOCOL, new EchoHandler());
        Deadline.result(host.host().start());
        hosts.add(host);
        return host;
    }

    protected StandardHost host() {
        return host(UnaryOperator.identity());
    }

    protected static Multiaddr addressOf(StandardHost host) {
        return host.host().listenAddresses().getFirst().withPeer(host.host().peerId());
    }

    protected static Connection connect(StandardHost from, StandardHost to) {
        return Deadline.result(from.host().connect(addressOf(to)));
    }

    private static P2pStream open(Connection connection) {
        return Deadline.result(connection.open(List.of(EchoHandler.PROTOCOL)));
    }

    @AfterEach
    void everyHostClosesAndNoBufferIsLost() {
        hosts.forEach(host -> Deadline.result(host.close()));
        hosts.clear();
        assertThat(Leaks.found()).isEmpty();
    }

    @AfterAll
    void end() {
        Deadline.result(loops.close());
    }

    @Test
    void bothSidesKnowEachOtherOnceConnected() {
        // Given
        StandardHost near = host();
        StandardHost far = host();
        BlockingQueue<Connection> arrived = new LinkedBlockingQueue<>();
        far.host().listen(new HostListener() {
            @Override
            public void connected(Connection connection) {
                arrived.add(connection);
            }
        });

        // When
        Connection connection = connect(near, far);
        Connection other = Deadline.next(arrived);

        // Then
        assertThat(connection.remotePeer()).isEqualTo(far.host().peerId());
        assertThat(connection.dialled()).isTrue();
        assertThat(other.remotePeer()).isEqualTo(near.host().peerId());
        assertThat(other.dialled()).isFalse();
        assertThat(near.host().connections(far.host().peerId())).containsExactly(connection);
        assertThat(Deadline.result(near.host().connect(addressOf(far)))).isSameAs(connection);
    }

    @Test
    void pingsGoBothWaysOverOneConnection() {
        // Given
        StandardHost near = host();
        StandardHost far = host();
        Connection there = connect(near, far);
        Deadline.await(() -> !far.host().connections().isEmpty());
        Connection back = far.host().connections().getFirst();

        // When
        List<CompletionStage<Duration>> pings = List.of(
                near.ping().ping(there),
                near.ping().ping(there),
                near.ping().ping(there),
                far.ping().ping(back));

        // Then
        assertThat(pings).allSatisfy(ping -> assertThat(Deadline.result(ping)).isPositive());
    }

    @Test
    void peersIdentifyEachOther() {
        // Given
        StandardHost near = host();
        StandardHost far = host();

        // When
        Connection connection = connect(near, far);
        Identified identified = Deadline.result(near.identify().of(connection));

        // Then
        assertThat(identified.protocols())
                .contains(EchoHandler.PROTOCOL, Ping.PROTOCOL, Identify.PROTOCOL, Identify.PUSH);
        assertThat(identified.listenAddresses()).isEqualTo(far.host().listenAddresses());
        assertThat(identified.certified()).isTrue();
        assertThat(identified.observedAddress()).isPresent();
        Deadline.await(() ->
                !far.host().peerStore().about(near.host().peerId()).protocols().isEmpty());
        assertThat(near.host()
                        .peerStore()
                        .about(far.host().peerId())
                        .addressesAt(near.host().loop().now()))
                .contains(far.host().listenAddresses().getFirst());
    }

    @Test
    void connectedPeersLearnOfNewProtocols() {
        // Given
        StandardHost near = host();
        StandardHost far = host();
        Deadline.result(near.identify().of(connect(near, far)));

        // When
        far.host().handle("/test/new/1.0.0", stream -> stream.reset(0));

        // Then
        PeerId peer = far.host().peerId();
        Deadline.await(() -> near.host().peerStore().about(peer).protocols().contains("/test/new/1.0.0"));
    }

    @Test
    void sixteenMebibytesGoThereAndBack() {
        // Given
        Connection connection = connect(host(), host());
        byte[] content = new byte[16 * MEBIBYTE];
        new SplittableRandom(1).nextBytes(content);
        P2pStream stream = open(connection);

        // When
        Bulk bulk = new Bulk(stream, content, new SplittableRandom(2), 200_000);
        stream.loop().execute(bulk::begin);
        Deadline.await(bulk::isClosed);

        // Then
        assertThat(bulk.bytes()).isEqualTo(content);
        assertThat(bulk.closing()).contains(new Closing.Complete());
    }

    @Test
    void aStreamServesAVirtualThreadThatBlocks() throws IOException {
        // Given
        Connection connection = connect(host(), host());
        byte[] question = "is anybody there?".getBytes(StandardCharsets.UTF_8);

        // When
        byte[] answer;
        try (BlockingStream stream = BlockingStream.of(open(connection), PATIENCE)) {
            stream.output().write(question);
            stream.end();
            answer = stream.input().readAllBytes();
        }

        // Then
        assertThat(answer).isEqualTo(question);
    }

    @Test
    void aResetStreamEndsOnTheOtherSideAndLeavesTheOthersAlone() {
        // Given
        StandardHost far = host();
        BlockingQueue<Recorder> taken = new LinkedBlockingQueue<>();
        far.host().handle("/test/take/1.0.0", stream -> {
            Recorder recorder = new Recorder();
            stream.start(recorder);
            taken.add(recorder);
        });
        Connection connection = connect(host(), far);
        P2pStream doomed = Deadline.result(connection.open(List.of("/test/take/1.0.0")));
        doomed.loop().execute(() -> {
            doomed.start(new Recorder());
            doomed.write(ByteBuffer.allocate(10));
            doomed.flush();
        });
        Recorder recorder = Deadline.next(taken);
        Deadline.await(() -> recorder.size() > 0);

        // When
        doomed.loop().execute(() -> doomed.reset(3));
        Deadline.await(recorder::isClosed);

        // Then
        assertThat(recorder.closing()).get().isInstanceOf(Closing.RemoteReset.class);
        assertThat(Echoes.of(connection, "still here")).isEqualTo("still here");
    }

    @Test
    void twoHundredStreamsRunAtOnce() {
        // Given
        Connection connection = connect(host(), host());
        byte[] content = new byte[20_000];
        new SplittableRandom(3).nextBytes(content);

        // When
        List<Bulk> bulks = new ArrayList<>();
        for (int i = 0; i < 200; i++) {
            P2pStream stream = open(connection);
            Bulk bulk = new Bulk(stream, content, new SplittableRandom(i), 7_000);
            stream.loop().execute(bulk::begin);
            bulks.add(bulk);
        }
        Deadline.await(() -> bulks.stream().allMatch(Bulk::isClosed));

        // Then
        assertThat(bulks).allSatisfy(bulk -> assertThat(bulk.bytes()).isEqualTo(content));
    }

    @Test
    void aStreamThatNobodyReadsFillsItsWindowAndNoMore() {
        // Given
        StandardHost far = host();
        far.host().handle("/test/sleep/1.0.0", stream -> {});
        Connection connection = connect(host(), far);
        P2pStream stream = Deadline.result(connection.open(List.of("/test/sleep/1.0.0")));
        Bulk bulk = new Bulk(stream, new byte[64 * MEBIBYTE], new SplittableRandom(4), 60_000);

        // When
        stream.loop().execute(bulk::begin);
        CompletableFuture<Void> later = new CompletableFuture<>();
        later.completeOnTimeout(null, 500, TimeUnit.MILLISECONDS).join();

        // Then
        assertThat(bulk.written()).isBetween(64 * 1024, 24 * MEBIBYTE);
        assertThat(Echoes.of(connection, "others go on")).isEqualTo("others go on");
    }

    @Test
    void anotherPeerThanTheExpectedOneIsRefused() {
        // Given
        StandardHost near = host();
        StandardHost far = host();
        PeerId someoneElse =
                PrivateKey.generate(KeyType.ED25519, random).publicKey().peerId();

        // When
        P2pError error = Deadline.error(near.host()
                .connect(someoneElse, List.of(far.host().listenAddresses().getFirst())));

        // Then
        assertThat(error).isEqualTo(P2pError.WRONG_PEER);
        assertThat(near.host().connections()).isEmpty();
        Deadline.await(() -> far.host().connections().isEmpty());
    }

    @Test
    void aProtocolThatTheRemoteDoesNotSpeakIsRefused() {
        // Given
        Connection connection = connect(host(), host());

        // When
        P2pError error = Deadline.error(connection.open(List.of("/test/unknown/1.0.0")));

        // Then
        assertThat(error).isEqualTo(P2pError.NOT_SUPPORTED);
        assertThat(Echoes.of(connection, "unharmed")).isEqualTo("unharmed");
    }

    @Test
    void theFirstProtocolThatBothSpeakIsChosen() {
        // Given
        Connection connection = connect(host(), host());

        // When
        P2pStream stream =
                Deadline.result(connection.open(List.of("/test/unknown/1.0.0", EchoHandler.PROTOCOL, Ping.PROTOCOL)));

        // Then
        assertThat(stream.protocol()).isEqualTo(EchoHandler.PROTOCOL);
    }

    @Test
    void bothSidesLearnThatAConnectionWasClosed() {
        // Given
        StandardHost near = host();
        StandardHost far = host();
        Connection connection = connect(near, far);
        Deadline.await(() -> !far.host().connections().isEmpty());

        // When
        Deadline.result(connection.close());

        // Then
        Deadline.await(() ->
                near.host().connections().isEmpty() && far.host().connections().isEmpty());
        assertThat(connection.isOpen()).isFalse();
        assertThat(Deadline.error(connection.open(List.of(EchoHandler.PROTOCOL))))
                .isEqualTo(P2pError.CLOSED);
    }

    @Test
    void tenThousandStreamsLeaveNothingBehind() throws InterruptedException {
        // Given
        Connection connection = connect(host(), host());
        Semaphore atOnce = new Semaphore(100);
        List<String> failures = new CopyOnWriteArrayList<>();

        // When
        for (int i = 0; i < 10_000; i++) {
            atOnce.acquire();
            connection
                    .open(List.of(EchoHandler.PROTOCOL), stream -> stream.start(new Echoes.Once(stream, atOnce)))
                    .whenComplete((stream, failure) -> {
                        if (failure != null) {
                            failures.add(failure.toString());
                            atOnce.release();
                        }
                    });
        }
        boolean allOver = atOnce.tryAcquire(100, PATIENCE.toSeconds(), TimeUnit.SECONDS);

        // Then
        assertThat(failures).isEmpty();
        assertThat(allOver).isTrue();
        Deadline.await(() -> connection.openStreams() == 0);
    }
}
