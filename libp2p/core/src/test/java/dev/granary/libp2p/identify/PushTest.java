package dev.granary.libp2p.identify;

import static org.assertj.core.api.Assertions.assertThat;

import dev.granary.libp2p.host.Connection;
import dev.granary.libp2p.host.Host;
import dev.granary.libp2p.host.HostBuilder;
import dev.granary.libp2p.host.Muxer;
import dev.granary.libp2p.identity.PrivateKey;
import dev.granary.libp2p.multiformats.Multiaddr;
import dev.granary.libp2p.noise.NoiseSecurity;
import dev.granary.libp2p.simulation.VirtualLoop;
import dev.granary.libp2p.stream.memory.MemoryLink;
import dev.granary.libp2p.testkit.Stages;
import dev.granary.libp2p.testkit.VirtualConformance;
import dev.granary.libp2p.transport.memory.MemoryNetwork;
import dev.granary.libp2p.transport.memory.MemoryTransport;
import dev.granary.libp2p.yamux.YamuxConnection;
import dev.granary.libp2p.yamux.YamuxSettings;
import java.security.SecureRandom;
import java.time.Duration;
import java.util.List;
import java.util.Set;
import java.util.concurrent.CompletionStage;
import org.junit.jupiter.api.Test;

/** What changes is pushed to peers, together and not too often; who pushes too often is not heard. */
class PushTest {
    private static final Duration SECOND = Duration.ofSeconds(1);

    private final VirtualLoop loop = new VirtualLoop(VirtualConformance.START, 1);
    private final MemoryNetwork network = new MemoryNetwork(MemoryLink.DIRECT);

    private Host host(int number, IdentifySettings settings) {
        byte[] seed = new byte[32];
        seed[0] = (byte) number;
        PrivateKey key = PrivateKey.ofEd25519Seed(seed);
        Host host = new HostBuilder(key, loop)
                .transport(new MemoryTransport(network, () -> loop))
                .security(new NoiseSecurity(key, List.of(YamuxConnection.PROTOCOL), new SecureRandom()))
                .muxer(new Muxer(
                        YamuxConnection.PROTOCOL,
                        (stream, role) -> new YamuxConnection(stream, role, YamuxSettings.USUAL)))
                .listenAt(Multiaddr.parse("/memory/" + number))
                .build();
        Identify.on(host, key, settings);
        host.start();
        loop.runFor(SECOND);
        return host;
    }

    @Test
    void whoPushesTooOftenIsNotHeardUntilItsRateAllowsIt() {
        // Given
        IdentifySettings usual = IdentifySettings.STANDARD;
        Duration quick = Duration.ofMillis(10);
        Host eager =
                host(1, new IdentifySettings("eager", usual.timeout(), quick, usual.pushInterval(), usual.pushBurst()));
        Host listener = host(2, usual);
        CompletionStage<Connection> connected = eager.connect(listener.peerId(), listener.listenAddresses());
        loop.runFor(SECOND);
        assertThat(Stages.isDone(connected)).isTrue();

        // When
        for (int i = 1; i <= 20; i++) {
            eager.handle("/test/" + i, stream -> {});
            loop.runFor(quick.multipliedBy(2));
        }
        Set<String> afterTheBurst =
                Set.copyOf(listener.peerStore().about(eager.peerId()).protocols());
        loop.runFor(usual.pushInterval());
        eager.handle("/test/21", stream -> {});
        loop.runFor(SECOND);

        // Then
        assertThat(afterTheBurst).contains("/test/10").doesNotContain("/test/11");
        assertThat(listener.peerStore().about(eager.peerId()).protocols()).contains("/test/20", "/test/21");
    }
}
