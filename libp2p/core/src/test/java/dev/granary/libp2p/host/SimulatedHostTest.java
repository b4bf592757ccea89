package dev.granary.libp2p.host;

import static org.assertj.core.api.Assertions.assertThat;

import dev.granary.libp2p.P2pError;
import dev.granary.libp2p.identity.IdentityCertificate;
import dev.granary.libp2p.identity.PrivateKey;
import dev.granary.libp2p.multiformats.Multiaddr;
import dev.granary.libp2p.noise.NoiseSecurity;
import dev.granary.libp2p.security.Security;
import dev.granary.libp2p.simulation.VirtualLoop;
import dev.granary.libp2p.stream.memory.MemoryLink;
import dev.granary.libp2p.testkit.EchoHandler;
import dev.granary.libp2p.testkit.Recorder;
import dev.granary.libp2p.testkit.Stages;
import dev.granary.libp2p.tls.TlsSecurity;
import dev.granary.libp2p.transport.memory.MemoryNetwork;
import dev.granary.libp2p.transport.memory.MemoryTransport;
import dev.granary.libp2p.yamux.YamuxConnection;
import dev.granary.libp2p.yamux.YamuxSettings;
import java.nio.ByteBuffer;
import java.security.SecureRandom;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.concurrent.CompletionStage;
import java.util.function.Function;
import org.junit.jupiter.api.Test;

/** The same hosts on a virtual clock: what they do takes no time but that of the network. */
class SimulatedHostTest {
    private static final Duration ONE_WAY = Duration.ofMillis(20);
    private static final Duration LONG = Duration.ofMinutes(1);

    private final VirtualLoop loop = new VirtualLoop(Instant.parse("2026-01-01T00:00:00Z"), 1);
    private final MemoryNetwork network = new MemoryNetwork(MemoryLink.DIRECT.delayedBy(ONE_WAY));

    private Host host(int number) {
        return host(number, this::noise);
    }

    private Security noise(PrivateKey key) {
        return new NoiseSecurity(key, List.of(YamuxConnection.PROTOCOL), new SecureRandom());
    }

    private Security tls(PrivateKey key) {
        IdentityCertificate certificate = IdentityCertificate.issue(key, new SecureRandom(), loop.now());
        return new TlsSecurity(certificate, List.of(YamuxConnection.PROTOCOL));
    }

    @SafeVarargs
    private Host host(int number, Function<PrivateKey, Security>... securities) {
        byte[] seed = new byte[32];
        seed[0] = (byte) number;
        PrivateKey key = PrivateKey.ofEd25519Seed(seed);
        HostBuilder builder = new HostBuilder(key, loop);
        for (Function<PrivateKey, Security> security : securities) {
            builder.security(security.apply(key));
        }
        Host host = builder.transport(new MemoryTransport(network, () -> loop))
                .muxer(new Muxer(
                        YamuxConnection.PROTOCOL,
                        (stream, role) -> new YamuxConnection(stream, role, YamuxSettings.USUAL)))
                .listenAt(Multiaddr.parse("/memory/" + number))
                .build();
        host.handle(EchoHandler.PROTOCOL, new EchoHandler());
        CompletionStage<Void> started = host.start();
        loop.runUntil(() -> Stages.isDone(started), LONG);
        return host;
    }

    private Duration timeUntilDone(CompletionStage<?> stage) {
        long before = loop.nanoTime();
        assertThat(loop.runUntil(() -> Stages.isDone(stage), LONG)).isTrue();
        return Duration.ofNanos(loop.nanoTime() - before);
    }

    @Test
    void aConnectionStandsAfterOneRoundTrip() {
        // Given
        Host near = host(1);
        Host far = host(2);

        // When
        CompletionStage<Connection> connected = near.connect(far.peerId(), far.listenAddresses());

        // Then
        assertThat(timeUntilDone(connected)).isEqualTo(ONE_WAY.multipliedBy(2));
    }

    @Test
    void aChoiceOfSecuritiesCostsNoRoundTrip() {
        // Given
        Host near = host(1, this::noise, this::tls);
        Host far = host(2, this::noise, this::tls);

        // When
        CompletionStage<Connection> connected = near.connect(far.peerId(), far.listenAddresses());

        // Then
        assertThat(timeUntilDone(connected)).isEqualTo(ONE_WAY.multipliedBy(2));
        assertThat(Stages.result(connected).security()).isEqualTo(NoiseSecurity.PROTOCOL);
    }

    @Test
    void whoRefusesTheFirstSecurityIsDialledWithTheNextAtTheCostOfOneRoundTrip() {
        // Given
        Host near = host(1, this::noise, this::tls);
        Host onlyTls = host(2, this::tls);
        Host other = host(3, this::tls, this::noise);
        Host onlyNoise = host(4, this::noise);

        // When
        CompletionStage<Connection> byTls = near.connect(onlyTls.peerId(), onlyTls.listenAddresses());
        Duration time = timeUntilDone(byTls);
        CompletionStage<Connection> byNoise = other.connect(onlyNoise.peerId(), onlyNoise.listenAddresses());
        timeUntilDone(byNoise);

        // Then
        assertThat(time).isEqualTo(ONE_WAY.multipliedBy(4));
        assertThat(Stages.result(byTls).security()).isEqualTo(TlsSecurity.PROTOCOL);
        assertThat(Stages.result(byNoise).security()).isEqualTo(NoiseSecurity.PROTOCOL);
    }

    @Test
    void hostsWithoutASecurityInCommonLearnItAndLeaveNothingBehind() {
        // Given
        Host near = host(1, this::noise);
        Host far = host(2, this::tls);

        // When
        CompletionStage<Connection> connected = near.connect(far.peerId(), far.listenAddresses());
        timeUntilDone(connected);
        loop.runFor(LONG);

        // Then
        assertThat(Stages.error(connected)).contains(P2pError.NOT_SUPPORTED);
        assertThat(loop.pending()).isZero();
    }

    @Test
    void aRequestIsAnsweredAfterOneRoundTripOnceTheProtocolIsKnown() {
        // Given
        Host near = host(1);
        Host far = host(2);
        CompletionStage<Connection> connected = near.connect(far.peerId(), far.listenAddresses());
        timeUntilDone(connected);
        Connection connection = Stages.result(connected);
        near.peerStore().describe(far.peerId(), connection.remoteKey(), List.of(EchoHandler.PROTOCOL), "test");
        Recorder answer = new Recorder();
        long before = loop.nanoTime();

        // When
        connection.open(List.of(EchoHandler.PROTOCOL), stream -> {
            stream.start(answer);
            stream.write(ByteBuffer.allocate(1_000));
            stream.end();
        });
        loop.runUntil(answer::hasEnded, LONG);

        // Then
        assertThat(answer.size()).isEqualTo(1_000);
        assertThat(Duration.ofNanos(loop.nanoTime() - before)).isEqualTo(ONE_WAY.multipliedBy(2));
    }

    @Test
    void aPeerThatNeverAnswersCostsTheDeadlineAndNoMore() {
        // Given
        Host near = host(1);
        Host far = host(2);
        MemoryTransport silent = new MemoryTransport(network, () -> loop);
        Stages.result(silent.listen(Multiaddr.parse("/memory/3"), arrival -> {}));

        // When
        CompletionStage<Connection> connected = near.connect(far.peerId(), List.of(Multiaddr.parse("/memory/3")));

        // Then
        assertThat(timeUntilDone(connected)).isEqualTo(HandshakeLimits.STANDARD.localUpgrade());
        assertThat(Stages.error(connected)).contains(P2pError.TIMEOUT);
    }
}
