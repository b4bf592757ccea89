package dev.granary.libp2p.host;

import static org.assertj.core.api.Assertions.assertThat;

import dev.granary.libp2p.identity.PrivateKey;
import dev.granary.libp2p.limits.ScopeLimits;
import dev.granary.libp2p.multiformats.Multiaddr;
import dev.granary.libp2p.noise.NoiseSecurity;
import dev.granary.libp2p.simulation.VirtualLoop;
import dev.granary.libp2p.stream.memory.MemoryLink;
import dev.granary.libp2p.testkit.Bulk;
import dev.granary.libp2p.testkit.EchoHandler;
import dev.granary.libp2p.testkit.Recorder;
import dev.granary.libp2p.testkit.Stages;
import dev.granary.libp2p.testkit.VirtualConformance;
import dev.granary.libp2p.transport.memory.MemoryNetwork;
import dev.granary.libp2p.transport.memory.MemoryTransport;
import dev.granary.libp2p.yamux.YamuxConnection;
import dev.granary.libp2p.yamux.YamuxSettings;
import java.nio.ByteBuffer;
import java.security.SecureRandom;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.SplittableRandom;
import java.util.concurrent.CompletionStage;
import org.junit.jupiter.api.Test;

/** What remotes may use of a host, by protocol and by peer, and what a slow reader makes others hold. */
class HostScopesTest {
    private static final String SLEEP = "/test/sleep/1.0.0";
    private static final String NAP = "/test/nap/1.0.0";
    private static final Duration LONG = Duration.ofMinutes(1);
    private static final int WINDOW = 256 * 1024;
    private static final int LINK = 64 * 1024;

    private final VirtualLoop loop = new VirtualLoop(VirtualConformance.START, 1);
    private final MemoryNetwork network = new MemoryNetwork(MemoryLink.DIRECT.holding(LINK));
    private final List<P2pStream> asleep = new ArrayList<>();

    private Host host(int number, HostLimits limits) {
        byte[] seed = new byte[32];
        seed[0] = (byte) number;
        PrivateKey key = PrivateKey.ofEd25519Seed(seed);
        Host host = new HostBuilder(key, loop)
                .transport(new MemoryTransport(network, () -> loop))
                .security(new NoiseSecurity(key, List.of(YamuxConnection.PROTOCOL), new SecureRandom()))
                .muxer(new Muxer(
                        YamuxConnection.PROTOCOL,
                        (stream, role) -> new YamuxConnection(stream, role, YamuxSettings.USUAL)))
                .limits(limits)
                .listenAt(Multiaddr.parse("/memory/" + number))
                .build();
        host.handle(SLEEP, asleep::add);
        host.handle(NAP, asleep::add);
        host.handle(EchoHandler.PROTOCOL, new EchoHandler());
        await(host.start());
        return host;
    }

    private <T> T await(CompletionStage<T> stage) {
        assertThat(loop.runUntil(() -> Stages.isDone(stage), LONG)).isTrue();
        return Stages.result(stage);
    }

    private Connection connect(int number, Host far) {
        return await(host(number, HostLimits.STANDARD).connect(far.peerId(), far.listenAddresses()));
    }

    /** Opens {@code count} streams at once, and tells how many are open when all has settled. */
    private long open(Connection connection, String protocol, int count) {
        List<Recorder> recorders = new ArrayList<>();
        for (int i = 0; i < count; i++) {
            connection.open(List.of(protocol), stream -> {
                Recorder recorder = new Recorder();
                recorders.add(recorder);
                stream.start(recorder);
            });
        }
        loop.runFor(Duration.ofSeconds(1));
        return recorders.stream().filter(recorder -> !recorder.isClosed()).count();
    }

    private static HostLimits scopes(ScopeLimits peer, ScopeLimits protocol) {
        HostLimits.Scopes usual = HostLimits.Scopes.STANDARD;
        return HostLimits.STANDARD.withScopes(new HostLimits.Scopes(usual.system(), usual.unproven(), peer, protocol));
    }

    private static ScopeLimits streams(int count, long memory) {
        return new ScopeLimits(count, count, 8, 8, memory);
    }

    @Test
    void aProtocolHasNoMoreStreamsThanAllowedOverAllPeersAndOthersHaveTheirOwn() {
        // Given
        ScopeLimits usual = HostLimits.Scopes.STANDARD.peer();
        Host far = host(1, scopes(usual, streams(3, usual.memory())));
        Connection first = connect(2, far);
        Connection second = connect(3, far);

        // When
        long ofFirst = open(first, SLEEP, 2);
        long ofSecond = open(second, SLEEP, 5);
        long ofAnother = open(second, NAP, 3);

        // Then
        assertThat(List.of(ofFirst, ofSecond, ofAnother)).containsExactly(2L, 1L, 3L);
        assertThat(asleep).hasSize(6);
        assertThat(List.of(first, second)).allMatch(Connection::isOpen);
    }

    @Test
    void aStreamThatHasEndedLeavesItsPlaceToAnother() {
        // Given
        ScopeLimits usual = HostLimits.Scopes.STANDARD.peer();
        Host far = host(1, scopes(usual, streams(3, usual.memory())));
        Connection connection = connect(2, far);
        open(connection, SLEEP, 3);

        // When
        asleep.getFirst().reset(0);
        asleep.get(1).reset(0);
        loop.runFor(Duration.ofSeconds(1));

        // Then
        assertThat(open(connection, SLEEP, 5)).isEqualTo(2);
    }

    @Test
    void aProtocolsStreamsHoldNoMoreMemoryThanAllowed() {
        // Given
        Host far = host(1, scopes(HostLimits.Scopes.STANDARD.peer(), streams(100, 4 * WINDOW)));

        // Then
        assertThat(open(connect(2, far), SLEEP, 9)).isEqualTo(4);
    }

    @Test
    void aPeersStreamsHoldNoMoreMemoryThanAllowedAndOtherPeersHaveTheirOwn() {
        // Given
        Host far = host(1, scopes(streams(100, 4 * WINDOW), HostLimits.Scopes.STANDARD.protocol()));
        Connection first = connect(2, far);
        Connection second = connect(3, far);

        // Then
        assertThat(open(first, SLEEP, 9)).isEqualTo(4);
        assertThat(open(second, SLEEP, 9)).isEqualTo(4);
    }

    @Test
    void whoNeverReadsHoldsUpItsOwnStreamAtItsWindowAndNoOther() {
        // Given
        Host far = host(1, HostLimits.STANDARD);
        Connection connection = connect(2, far);
        P2pStream stream = await(connection.open(List.of(SLEEP)));
        Bulk bulk = new Bulk(stream, new byte[16 * WINDOW], new SplittableRandom(1), 10_000);

        // When
        loop.execute(bulk::begin);
        loop.runFor(Duration.ofSeconds(10));
        Recorder echo = new Recorder();
        connection.open(List.of(EchoHandler.PROTOCOL), other -> {
            other.start(echo);
            other.write(ByteBuffer.allocate(2 * WINDOW));
            other.end();
        });
        loop.runUntil(echo::hasEnded, LONG);

        // Then: the remote holds a window, and what our own side keeps beyond that is less than another
        assertThat(bulk.written()).isBetween(WINDOW, 2 * WINDOW);
        assertThat(echo.size()).isEqualTo(2 * WINDOW);
    }
}
