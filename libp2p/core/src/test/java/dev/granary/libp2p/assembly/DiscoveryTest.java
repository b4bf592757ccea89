package dev.granary.libp2p.assembly;

import static org.assertj.core.api.Assertions.assertThat;

import dev.granary.libp2p.host.Host;
import dev.granary.libp2p.identity.KeyType;
import dev.granary.libp2p.identity.PrivateKey;
import dev.granary.libp2p.mdns.MdnsSettings;
import dev.granary.libp2p.multiformats.PeerId;
import dev.granary.libp2p.pnet.PrivateNetwork;
import dev.granary.libp2p.testkit.Deadline;
import dev.granary.libp2p.transport.DnsaddrNames;
import dev.granary.libp2p.transport.NameResolver;
import dev.granary.libp2p.transport.netty.NettyLoops;
import java.io.IOException;
import java.net.DatagramPacket;
import java.net.DatagramSocket;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.MulticastSocket;
import java.net.NetworkInterface;
import java.security.SecureRandom;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ConcurrentHashMap;
import java.util.function.UnaryOperator;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Assumptions;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;

/** Standard hosts that get to know each other, on loopback and on a port of their own. */
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
class DiscoveryTest {
    private final SecureRandom random = new SecureRandom();
    private final NettyLoops loops = NettyLoops.of(2);
    private final List<StandardHost> hosts = new ArrayList<>();

    private Host host(UnaryOperator<StandardHostBuilder> more) {
        PrivateKey key = PrivateKey.generate(KeyType.ED25519, random);
        StandardHostBuilder builder =
                new StandardHostBuilder(key, random).loops(loops).listenAt("/ip4/127.0.0.1/tcp/0");
        StandardHost host = more.apply(builder).build();
        hosts.add(host);
        Deadline.result(host.start());
        return host.host();
    }

    private static MdnsSettings loopback() throws IOException {
        NetworkInterface network = NetworkInterface.getByInetAddress(InetAddress.getLoopbackAddress());
        try (DatagramSocket free = new DatagramSocket(0, InetAddress.getLoopbackAddress())) {
            return MdnsSettings.on(network).atPort(free.getLocalPort()).every(Duration.ofMillis(200));
        }
    }

    private static void assumeMulticast(MdnsSettings settings) {
        try (MulticastSocket receiver = new MulticastSocket(settings.port());
                MulticastSocket sender = new MulticastSocket()) {
            NetworkInterface network = settings.interfaces().getFirst();
            InetSocketAddress group = new InetSocketAddress("224.0.0.251", settings.port());
            receiver.joinGroup(group, network);
            receiver.setSoTimeout(2_000);
            sender.setNetworkInterface(network);
            sender.send(new DatagramPacket(new byte[1], 1, group));
            receiver.receive(new DatagramPacket(new byte[1], 1));
        } catch (IOException e) {
            Assumptions.abort("not run: loopback carries no multicast here");
        }
    }

    @AfterEach
    void closeAll() {
        hosts.forEach(host -> Deadline.result(host.close()));
        hosts.clear();
    }

    @AfterAll
    void end() {
        Deadline.result(loops.close());
    }

    @Test
    void neighboursFindAndDialEachOtherUnlessSomebodyElseTakesThem() throws IOException {
        // Given
        MdnsSettings settings = loopback();
        assumeMulticast(settings);
        CompletableFuture<PeerId> taken = new CompletableFuture<>();

        // When
        Host first = host(builder -> builder.mdns(settings));
        Host second = host(builder -> builder.mdns(settings));
        Deadline.await(() -> first.connections().size() == 1);
        host(builder -> builder.mdns(settings).found((peer, addresses) -> taken.complete(peer)));

        // Then
        assertThat(first.connections(second.peerId())).isNotEmpty();
        assertThat(Deadline.result(taken)).isIn(first.peerId(), second.peerId());
    }

    @Test
    void membersOfAPrivateNetworkFindEachOtherAndNobodyElse() throws IOException {
        // Given
        MdnsSettings settings = loopback();
        assumeMulticast(settings);
        PrivateNetwork network = PrivateNetwork.generate(random);
        Set<PeerId> seenByMember = ConcurrentHashMap.newKeySet();
        CompletableFuture<PeerId> seenByStranger = new CompletableFuture<>();

        // When
        host(builder ->
                builder.privateNetwork(network).mdns(settings).found((peer, addresses) -> seenByMember.add(peer)));
        Host member =
                host(builder -> builder.privateNetwork(network).mdns(settings).found((peer, addresses) -> {}));
        host(builder -> builder.mdns(settings).found((peer, addresses) -> seenByStranger.complete(peer)));
        Host stranger = host(builder -> builder.mdns(settings).found((peer, addresses) -> {}));
        Deadline.await(() -> !seenByMember.isEmpty());

        // Then
        assertThat(Deadline.result(seenByStranger)).isEqualTo(stranger.peerId());
        assertThat(seenByMember).containsExactly(member.peerId());
    }

    @Test
    void aPeerOfTheBootstrapListIsFoundByItsDnsaddr() {
        // Given
        Host entry = host(builder -> builder);
        String text = "dnsaddr=" + entry.listenAddresses().getFirst().withPeer(entry.peerId());
        NameResolver names = new DnsaddrNames(
                name -> CompletableFuture.completedStage(
                        name.equals("_dnsaddr.bootstrap.example.org") ? List.of(text) : List.of()),
                NameResolver.NONE);

        // When
        Host host =
                host(builder -> builder.names(names).bootstrap("/dnsaddr/bootstrap.example.org/p2p/" + entry.peerId()));

        // Then
        Deadline.await(() -> !host.connections(entry.peerId()).isEmpty());
    }
}
