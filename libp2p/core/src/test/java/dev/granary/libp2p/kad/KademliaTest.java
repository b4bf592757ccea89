package dev.granary.libp2p.kad;

import static org.assertj.core.api.Assertions.assertThat;

import dev.granary.libp2p.P2pError;
import dev.granary.libp2p.host.Host;
import dev.granary.libp2p.kad.Fleet.Member;
import dev.granary.libp2p.kad.keyspace.KadKey;
import dev.granary.libp2p.kad.records.ProviderLimits;
import dev.granary.libp2p.kad.records.ValueLimits;
import dev.granary.libp2p.kad.wire.KadPeer;
import dev.granary.libp2p.multiformats.Multihash;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;

class KademliaTest {
    private static final KademliaSettings SETTINGS = KademliaSettings.STANDARD
            .withProtocol(KademliaSettings.GRANARY)
            .withValidators(Map.of("v", new CountedValues()));

    private static Multihash key(int number) {
        return Multihash.sha256(new byte[] {(byte) number, (byte) (number >> 8)});
    }

    private static byte[] bytes(String text) {
        return text.getBytes(StandardCharsets.UTF_8);
    }

    @Test
    void everyLookupFindsTheTwentyThatAreReallyNearest() {
        // Given
        Fleet fleet = new Fleet(1).grow(50, SETTINGS);

        for (int i = 0; i < 20; i++) {
            // When
            Member asker = fleet.member(i * 2);
            byte[] key = key(i).bytes();
            List<KadPeer> found = fleet.result(asker.dht().closestPeers(key));

            // Then
            assertThat(Fleet.ids(found)).isEqualTo(fleet.nearest(KadKey.of(key), 20, asker));
        }
    }

    @Test
    void whoProvidesIsFoundByAnybody() {
        // Given
        Fleet fleet = new Fleet(2).grow(40, SETTINGS);
        Member provider = fleet.member(7);

        // When
        int told = fleet.result(provider.dht().provide(key(1)));
        List<KadPeer> found = fleet.result(fleet.member(31).dht().findProviders(key(1), 1));

        // Then
        assertThat(told).isEqualTo(20);
        assertThat(found)
                .containsExactly(KadPeer.of(provider.id(), provider.host().listenAddresses()));
        assertThat(fleet.result(fleet.member(3).dht().findProviders(key(2), 1))).isEmpty();
    }

    @Test
    void aClientAsksButIsNotAskedNorListed() {
        // Given
        Fleet fleet = new Fleet(3).grow(25, SETTINGS);
        Member client = fleet.join(SETTINGS.withServer(false));
        fleet.loop().runFor(Duration.ofMinutes(20));

        // When
        int told = fleet.result(client.dht().provide(key(1)));

        // Then
        assertThat(told).isEqualTo(20);
        assertThat(client.host().protocols()).doesNotContain(KademliaSettings.GRANARY);
        assertThat(fleet.members()).allSatisfy(member -> assertThat(
                        Fleet.ids(fleet.result(member.dht().peers())))
                .doesNotContain(client.id()));
        assertThat(Fleet.ids(fleet.result(fleet.member(4).dht().findProviders(key(1), 1))))
                .containsExactly(client.id());
    }

    @Test
    void aServerThatBecomesAClientLeavesTheTablesOfOthers() {
        // Given
        Fleet fleet = new Fleet(4).grow(8, SETTINGS);
        Member leaving = fleet.member(3);

        // When
        fleet.await(leaving.dht().serve(false));
        fleet.loop().runFor(Duration.ofMinutes(1));

        // Then
        assertThat(Fleet.ids(fleet.result(fleet.member(0).dht().peers())))
                .hasSize(6)
                .doesNotContain(leaving.id());
    }

    @Test
    void aPeerIsFoundByItsName() {
        // Given
        Fleet fleet = new Fleet(5).grow(30, SETTINGS);

        for (int i = 0; i < 10; i++) {
            // When
            Member wanted = fleet.member(29 - i);
            Optional<KadPeer> found = fleet.result(fleet.member(i).dht().findPeer(wanted.id()));

            // Then
            assertThat(found).contains(KadPeer.of(wanted.id(), wanted.host().listenAddresses()));
        }
    }

    @Test
    void aValueIsKeptByTheNearestAndTheNewestWins() {
        // Given
        Fleet fleet = new Fleet(6).grow(30, SETTINGS);

        // When
        int first = fleet.result(fleet.member(1).dht().put(bytes("/v/a"), bytes("1")));
        int second = fleet.result(fleet.member(2).dht().put(bytes("/v/a"), bytes("2")));
        Optional<FoundValue> found = fleet.result(fleet.member(25).dht().findValue(bytes("/v/a")));

        // Then
        assertThat(first).isEqualTo(20);
        assertThat(second).isEqualTo(20);
        assertThat(found.orElseThrow().value().toStringUtf8()).isEqualTo("2");
        assertThat(fleet.result(fleet.member(9).dht().findValue(bytes("/v/b"), 2)))
                .isEmpty();
    }

    @Test
    void aValueOfAnUnknownNamespaceIsRefusedAtOnce() {
        // Given
        Fleet fleet = new Fleet(7).grow(3, SETTINGS);

        // Then
        assertThat(fleet.error(fleet.member(0).dht().put(bytes("/x/a"), bytes("1"))))
                .contains(P2pError.NOT_SUPPORTED);
        assertThat(fleet.error(fleet.member(0).dht().put(bytes("a"), bytes("1"))))
                .contains(P2pError.NOT_SUPPORTED);
    }

    @Test
    void whatIsKeptProvidedSurvivesChurnAndTime() {
        // Given
        KademliaSettings brisk = SETTINGS.withTiming(new KademliaTiming(
                        Duration.ofSeconds(1),
                        Duration.ofSeconds(10),
                        Duration.ofSeconds(10),
                        Duration.ofMinutes(1),
                        Duration.ofMinutes(4),
                        Duration.ofMinutes(2),
                        Duration.ofMinutes(8)))
                .withStores(
                        ValueLimits.STANDARD,
                        new ProviderLimits(10_000, 100, Duration.ofMinutes(18), Duration.ofMinutes(18)));
        Fleet fleet = new Fleet(8).grow(30, brisk);
        Member provider = fleet.member(5);
        List<Multihash> keys =
                IntStream.range(0, 40).mapToObj(KademliaTest::key).toList();
        fleet.await(provider.dht().keepProviding(keys));
        fleet.loop().runFor(Duration.ofMinutes(2));

        // When
        for (int i = 0; i < 10; i++) {
            fleet.kill(fleet.member(10));
            fleet.join(brisk);
            fleet.loop().runFor(Duration.ofMinutes(4));
        }

        // Then
        assertThat(keys).allSatisfy(key -> assertThat(
                        Fleet.ids(fleet.result(fleet.member(25).dht().findProviders(key, 1))))
                .containsExactly(provider.id()));
    }

    @Test
    void aRestartedNodeKnowsItsNeighboursAndWhatItKept() {
        // Given
        Fleet fleet = new Fleet(9).grow(20, SETTINGS);
        Member before = fleet.member(4);
        fleet.result(fleet.member(1).dht().provide(key(1)));
        fleet.result(fleet.member(2).dht().put(bytes("/v/a"), bytes("1")));
        byte[] snapshot = fleet.result(before.dht().snapshot());

        // When
        Host host = fleet.host();
        Kademlia after = new Kademlia(host, SETTINGS, fleet.random());
        fleet.result(after.restore(snapshot));
        fleet.result(after.start());

        // Then
        assertThat(Fleet.ids(fleet.result(after.peers())))
                .contains(fleet.member(1).id(), fleet.member(9).id());
        assertThat(Fleet.ids(fleet.result(after.findProviders(key(1), 1))))
                .containsExactly(fleet.member(1).id());
        assertThat(fleet.result(after.findValue(bytes("/v/a")))).isPresent();
        assertThat(fleet.error(new Kademlia(host, SETTINGS, fleet.random()).restore(new byte[] {1, 2, 3, 4, 5})))
                .contains(P2pError.MALFORMED);
    }

    @Test
    void aClosedDhtSaysSo() {
        // Given
        Fleet fleet = new Fleet(10).grow(3, SETTINGS);
        Member closed = fleet.member(2);

        // When
        fleet.await(closed.dht().close());

        // Then
        assertThat(fleet.error(closed.dht().findPeer(fleet.member(0).id()))).contains(P2pError.CLOSED);
        assertThat(closed.host().protocols()).doesNotContain(KademliaSettings.GRANARY);
    }
}
