package dev.granary.libp2p.host;

import static org.assertj.core.api.Assertions.assertThat;

import dev.granary.libp2p.identity.PrivateKey;
import dev.granary.libp2p.multiformats.Multiaddr;
import dev.granary.libp2p.multiformats.PeerId;
import dev.granary.libp2p.transport.DnsaddrNames;
import dev.granary.libp2p.transport.NameResolver;
import dev.granary.libp2p.transport.TextRecords;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;

class NamesTest {
    private static final PeerId PEER = peer(1);
    private static final PeerId OTHER = peer(2);

    private final Map<String, List<String>> zone = new HashMap<>();
    private final List<String> asked = new ArrayList<>();
    private final TextRecords texts = name -> {
        asked.add(name);
        return CompletableFuture.completedStage(zone.getOrDefault(name, List.of()));
    };
    private final Names names = new Names(new DnsaddrNames(texts, NameResolver.NONE), Duration.ofSeconds(1));

    private static PeerId peer(int seed) {
        byte[] bytes = new byte[32];
        bytes[0] = (byte) seed;
        return PrivateKey.ofEd25519Seed(bytes).publicKey().peerId();
    }

    private List<Multiaddr> resolve(String... addresses) {
        CompletableFuture<List<Multiaddr>> numbers = new CompletableFuture<>();
        names.resolve(PEER, List.of(addresses).stream().map(Multiaddr::parse).toList(), numbers::complete);
        return numbers.join();
    }

    private static Multiaddr address(String text) {
        return Multiaddr.parse(text);
    }

    @Test
    void aDnsaddrStandsForTheAddressesOfItsPeerAmongThoseInItsTexts() {
        // Given
        zone.put(
                "_dnsaddr.example.org",
                List.of(
                        "dnsaddr=/ip4/192.0.2.1/tcp/1/p2p/" + PEER,
                        "dnsaddr=/ip4/192.0.2.2/tcp/1/p2p/" + OTHER,
                        "dnsaddr=/ip4/192.0.2.3/tcp/1",
                        "v=spf1 -all",
                        "dnsaddr=no address"));

        // Then
        assertThat(resolve("/dnsaddr/example.org"))
                .containsExactly(address("/ip4/192.0.2.1/tcp/1/p2p/" + PEER), address("/ip4/192.0.2.3/tcp/1"));
        assertThat(resolve("/dnsaddr/example.org/p2p/" + PEER))
                .containsExactly(address("/ip4/192.0.2.1/tcp/1/p2p/" + PEER));
    }

    @Test
    void aDnsaddrMayStandForOthers() {
        // Given
        zone.put("_dnsaddr.example.org", List.of("dnsaddr=/dnsaddr/a.example.org/p2p/" + PEER));
        zone.put("_dnsaddr.a.example.org", List.of("dnsaddr=/ip6/2001:db8::1/udp/1/quic-v1/p2p/" + PEER));

        // Then
        assertThat(resolve("/ip4/192.0.2.9/tcp/9", "/dnsaddr/example.org"))
                .containsExactly(
                        address("/ip4/192.0.2.9/tcp/9"), address("/ip6/2001:db8::1/udp/1/quic-v1/p2p/" + PEER));
    }

    @Test
    void namesThatLeadInACircleOrEverFurtherEnd() {
        // Given
        zone.put("_dnsaddr.circle.org", List.of("dnsaddr=/dnsaddr/circle.org"));
        for (int i = 0; i < 20; i++) {
            zone.put("_dnsaddr.n" + i + ".org", List.of("dnsaddr=/dnsaddr/n" + (i + 1) + ".org"));
        }

        // Then
        assertThat(resolve("/dnsaddr/circle.org", "/dnsaddr/n0.org")).isEmpty();
        assertThat(asked)
                .containsExactly(
                        "_dnsaddr.circle.org",
                        "_dnsaddr.n0.org",
                        "_dnsaddr.n1.org",
                        "_dnsaddr.n2.org",
                        "_dnsaddr.n3.org");
    }

    @Test
    void aNameMakesUsAskAndDialABoundedNumberOfTimes() {
        // Given
        zone.put(
                "_dnsaddr.example.org",
                IntStream.range(0, 60)
                        .mapToObj(i -> "dnsaddr=/dnsaddr/w" + i + ".org")
                        .toList());
        for (int i = 0; i < 60; i++) {
            int group = i;
            zone.put(
                    "_dnsaddr.w" + i + ".org",
                    IntStream.range(0, 100)
                            .mapToObj(j -> "dnsaddr=/ip4/10.0." + group + "." + j + "/tcp/1")
                            .toList());
        }

        // When
        List<Multiaddr> found = resolve("/dnsaddr/example.org");

        // Then
        assertThat(asked).hasSize(32);
        assertThat(found).hasSize(64);
    }
}
