package dev.granary.libp2p.discovery;

import dev.granary.libp2p.host.Host;
import dev.granary.libp2p.host.HostBuilder;
import dev.granary.libp2p.host.Muxer;
import dev.granary.libp2p.identity.PrivateKey;
import dev.granary.libp2p.multiformats.Multiaddr;
import dev.granary.libp2p.multiformats.PeerId;
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
import java.util.concurrent.CompletionStage;

/** Numbered hosts on a virtual clock, some milliseconds apart. */
final class SmallNetwork {
    final VirtualLoop loop = new VirtualLoop(VirtualConformance.START, 1);
    private final MemoryNetwork network = new MemoryNetwork(MemoryLink.DIRECT.delayedBy(Duration.ofMillis(5)));

    static PrivateKey key(int number) {
        byte[] seed = new byte[32];
        seed[0] = (byte) number;
        seed[1] = (byte) (number >> Byte.SIZE);
        return PrivateKey.ofEd25519Seed(seed);
    }

    static PeerId peer(int number) {
        return key(number).publicKey().peerId();
    }

    static Multiaddr address(int number) {
        return Multiaddr.parse("/memory/" + number).withPeer(peer(number));
    }

    Host start(int number) {
        PrivateKey key = key(number);
        Host host = new HostBuilder(key, loop)
                .transport(new MemoryTransport(network, () -> loop))
                .security(new NoiseSecurity(key, List.of(YamuxConnection.PROTOCOL), new SecureRandom()))
                .muxer(new Muxer(
                        YamuxConnection.PROTOCOL,
                        (stream, role) -> new YamuxConnection(stream, role, YamuxSettings.USUAL)))
                .listenAt(Multiaddr.parse("/memory/" + number))
                .build();
        await(host.start());
        return host;
    }

    void await(CompletionStage<?> stage) {
        if (!loop.runUntil(() -> Stages.isDone(stage), Duration.ofMinutes(1))) {
            throw new AssertionError("not done within a minute");
        }
    }
}
