package dev.granary.libp2p.mdns;

import static org.assertj.core.api.Assertions.assertThat;

import dev.granary.libp2p.P2pException;
import dev.granary.libp2p.identity.PrivateKey;
import dev.granary.libp2p.multiformats.Multiaddr;
import dev.granary.libp2p.multiformats.PeerId;
import dev.granary.libp2p.pnet.PrivateNetwork;
import dev.granary.libp2p.simulation.VirtualLoop;
import dev.granary.libp2p.testkit.VirtualConformance;
import java.net.InetAddress;
import java.net.NetworkInterface;
import java.net.SocketException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import org.junit.jupiter.api.Test;

class ConversationTest {
    private static final Multiaddr ADDRESS = Multiaddr.parse("/ip4/192.168.1.2/tcp/4001");

    private final VirtualLoop loop = new VirtualLoop(VirtualConformance.START, 1);
    private final MdnsSettings settings = settings();
    private final List<Node> network = new ArrayList<>();

    /** A peer on a network where each hears all, itself included. */
    private final class Node {
        private final List<DnsMessage> sent = new ArrayList<>();
        private final List<Multiaddr> found = new ArrayList<>();
        private final PeerId id;
        private final Conversation conversation;

        Node(int seed, MdnsSettings own, Multiaddr... addresses) {
            id = peer(seed);
            conversation = new Conversation(
                    loop,
                    own,
                    new MdnsDiscovery.Announced(id, () -> List.of(addresses)),
                    (peer, at) -> at.forEach(address -> found.add(address.withPeer(peer))),
                    loop.random(),
                    this::send);
            network.add(this);
        }

        private void send(byte[] packet) {
            try {
                sent.add(DnsReader.read(packet));
            } catch (P2pException e) {
                throw new AssertionError(e);
            }
            assertThat(packet.length).isLessThan(1500);
            network.forEach(node -> loop.execute(() -> node.conversation.received(packet)));
        }
    }

    @Test
    void neighboursFindEachOtherAndNotThemselves() {
        // Given
        Node first = new Node(1, settings, ADDRESS);
        Node second = new Node(2, settings, ADDRESS, Multiaddr.parse("/ip4/192.168.1.2/udp/4001/quic-v1"));

        // When
        first.conversation.ask();
        second.conversation.ask();
        loop.runFor(Duration.ofSeconds(5));

        // Then
        assertThat(first.found)
                .containsExactly(
                        ADDRESS.withPeer(second.id),
                        Multiaddr.parse("/ip4/192.168.1.2/udp/4001/quic-v1").withPeer(second.id));
        assertThat(second.found).containsExactly(ADDRESS.withPeer(first.id));
    }

    @Test
    void aPeerIsToldOnceAndAgainWhenItsAddressesChange() {
        // Given
        Node first = new Node(1, settings);
        List<Multiaddr> addresses = new ArrayList<>(List.of(ADDRESS));
        Conversation other = new Conversation(
                loop,
                settings,
                new MdnsDiscovery.Announced(peer(2), () -> addresses),
                (_, _) -> {},
                loop.random(),
                packet -> loop.execute(() -> first.conversation.received(packet)));
        byte[] question = DnsWriter.write(DnsMessage.query(settings.service()));

        // When
        for (int i = 0; i < 4; i++) {
            other.received(question);
            loop.runFor(Duration.ofSeconds(2));
        }
        addresses.add(Multiaddr.parse("/ip4/192.168.1.3/tcp/1"));
        other.received(question);
        loop.runFor(Duration.ofSeconds(2));

        // Then
        assertThat(first.found).hasSize(3);
    }

    @Test
    void manyQuestionsAreAnsweredOnceASecond() {
        // Given
        Node node = new Node(1, settings, ADDRESS);
        byte[] question = DnsWriter.write(DnsMessage.query(settings.service()));

        // When
        for (int i = 0; i < 100; i++) {
            node.conversation.received(question);
            loop.runFor(Duration.ofMillis(100));
        }

        // Then
        assertThat(node.sent).hasSizeBetween(10, 11);
    }

    @Test
    void theAnswerIsOneThatOtherImplementationsRead() {
        // Given
        Node node = new Node(1, settings, ADDRESS);

        // When
        node.conversation.received(DnsWriter.write(DnsMessage.query(settings.service())));

        // Then
        List<DnsRecord> records = node.sent.getFirst().records();
        assertThat(records.getFirst()).isInstanceOfSatisfying(DnsRecord.Pointer.class, pointer -> {
            assertThat(pointer.name()).isEqualTo("_p2p._udp.local");
            assertThat(pointer.target()).matches("[a-z0-9]{32,63}\\._p2p\\._udp\\.local");
            assertThat(records)
                    .contains(new DnsRecord.Text(pointer.target(), List.of("dnsaddr=" + ADDRESS.withPeer(node.id))));
        });
        assertThat(records)
                .filteredOn(DnsRecord.Service.class::isInstance)
                .singleElement()
                .extracting(entry -> ((DnsRecord.Service) entry).port())
                .isEqualTo(4001);
        assertThat(records)
                .filteredOn(DnsRecord.Address.class::isInstance)
                .singleElement()
                .extracting(entry -> ((DnsRecord.Address) entry).address())
                .isEqualTo(InetAddress.ofLiteral("192.168.1.2"));
    }

    @Test
    void addressesThatAreOfNoUseToNeighboursAreNeitherToldNorTaken() {
        // Given
        Multiaddr relayed = ADDRESS.withPeer(peer(9)).encapsulate(Multiaddr.parse("/p2p-circuit"));
        Multiaddr web = Multiaddr.parse("/ip4/192.168.1.2/tcp/1/ws");
        Multiaddr name = Multiaddr.parse("/dns4/somewhere.io/tcp/1");
        Node node = new Node(1, settings, relayed, web, name, ADDRESS);
        PeerId other = peer(2);
        DnsMessage answer = DnsMessage.response(List.of(new DnsRecord.Text(
                "x." + settings.service(),
                List.of(
                        "dnsaddr=" + relayed.withPeer(other),
                        "dnsaddr=" + web.withPeer(other),
                        "dnsaddr=" + name.withPeer(other),
                        "dnsaddr=" + ADDRESS,
                        "dnsaddr=/nonsense",
                        "other=1",
                        "dnsaddr=" + ADDRESS.withPeer(other)))));

        // When
        node.conversation.received(DnsWriter.write(DnsMessage.query(settings.service())));
        node.conversation.received(DnsWriter.write(answer));

        // Then
        assertThat(node.sent.getFirst().records())
                .filteredOn(DnsRecord.Text.class::isInstance)
                .singleElement()
                .extracting(entry -> ((DnsRecord.Text) entry).strings().size())
                .isEqualTo(1);
        assertThat(node.found).containsExactly(ADDRESS.withPeer(other));
    }

    @Test
    void whoeverHasNoAddressSaysNothing() {
        // Given
        Node node = new Node(1, settings);

        // When
        node.conversation.received(DnsWriter.write(DnsMessage.query(settings.service())));

        // Then
        assertThat(node.sent).isEmpty();
    }

    @Test
    void membersOfAPrivateNetworkAreAmongThemselves() {
        // Given
        MdnsSettings inside = settings.within(PrivateNetwork.ofKey(new byte[32]));
        Node outsider = new Node(1, settings, ADDRESS);
        Node member = new Node(2, inside, ADDRESS);
        Node another = new Node(3, inside, ADDRESS);

        // When
        network.forEach(node -> node.conversation.ask());
        loop.runFor(Duration.ofSeconds(5));

        // Then
        assertThat(outsider.found).isEmpty();
        assertThat(member.found).containsExactly(ADDRESS.withPeer(another.id));
    }

    @Test
    void aNeighbourThatMakesPeersUpIsBounded() {
        // Given
        Node node = new Node(1, settings);
        Set<PeerId> madeUp = new HashSet<>();

        // When
        for (int i = 0; i < 2_000; i++) {
            PeerId peer = PeerId.ofEncodedKey(new byte[] {(byte) i, (byte) (i >>> 8)});
            madeUp.add(peer);
            String text = "dnsaddr=" + ADDRESS.withPeer(peer);
            DnsRecord lie = new DnsRecord.Text("x." + settings.service(), List.of(text));
            node.conversation.received(DnsWriter.write(DnsMessage.response(List.of(lie))));
        }

        // Then
        assertThat(madeUp).hasSize(2_000);
        assertThat(node.found).hasSize(512);
    }

    @Test
    void nothingIsSaidAfterTheEnd() {
        // Given
        Node node = new Node(1, settings, ADDRESS);
        node.conversation.ask();
        loop.runDue();
        int before = node.sent.size();

        // When
        node.conversation.close();
        node.conversation.received(DnsWriter.write(DnsMessage.query(settings.service())));
        loop.runFor(Duration.ofMinutes(1));

        // Then
        assertThat(node.sent).hasSize(before);
        assertThat(loop.pending()).isZero();
    }

    private static PeerId peer(int seed) {
        byte[] bytes = new byte[32];
        bytes[0] = (byte) seed;
        return PrivateKey.ofEd25519Seed(bytes).publicKey().peerId();
    }

    private static MdnsSettings settings() {
        try {
            return MdnsSettings.on(NetworkInterface.getByInetAddress(InetAddress.getLoopbackAddress()));
        } catch (SocketException e) {
            throw new AssertionError(e);
        }
    }
}
