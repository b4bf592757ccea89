package dev.granary.libp2p.mdns;

import static org.assertj.core.api.Assertions.assertThat;

import com.code_intelligence.jazzer.junit.FuzzTest;
import dev.granary.libp2p.identity.PrivateKey;
import dev.granary.libp2p.multiformats.Multiaddr;
import dev.granary.libp2p.multiformats.PeerId;
import dev.granary.libp2p.testkit.Refusal;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.params.provider.MethodSource;

/** Anybody in the network sends packets. */
class DnsFuzzTest {
    private static final String SERVICE = "_p2p._udp.local";
    private static final int MOST_PEERS = 32;

    static Stream<byte[]> packets() {
        PeerId peer = PrivateKey.ofEd25519Seed(new byte[32]).publicKey().peerId();
        DnsMessage answer = Announcement.of(
                        peer, List.of(Multiaddr.parse("/ip4/192.168.1.2/tcp/4001")), SERVICE, "somebody")
                .orElseThrow();
        return Stream.of(DnsWriter.write(answer), DnsWriter.write(DnsMessage.query(SERVICE)));
    }

    @MethodSource("packets")
    @FuzzTest(maxDuration = "1m")
    void packet(byte[] bytes) {
        Refusal.orElse(() -> {
            DnsMessage message = DnsReader.read(bytes);
            var found = Announcement.read(message, SERVICE);
            assertThat(found.size()).isLessThanOrEqualTo(MOST_PEERS);
            found.forEach((peer, addresses) -> assertThat(addresses)
                    .isNotEmpty()
                    .allSatisfy(address -> assertThat(address.peerId()).contains(peer)));
        });
    }
}
