package dev.granary.libp2p.peerstore;

import static org.assertj.core.api.Assertions.assertThat;

import dev.granary.libp2p.P2pException;
import dev.granary.libp2p.identity.PeerRecord;
import dev.granary.libp2p.identity.PrivateKey;
import dev.granary.libp2p.multiformats.Multiaddr;
import dev.granary.libp2p.multiformats.PeerId;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;

class PeerStoreTest {
    private static final Instant NOW = Instant.parse("2026-01-01T00:00:00Z");
    private static final Duration HOUR = Duration.ofHours(1);
    private static final Multiaddr ADDRESS = Multiaddr.parse("/ip4/11.0.0.1/tcp/1");
    private static final Multiaddr OTHER = Multiaddr.parse("/ip4/11.0.0.2/tcp/1");

    private final PeerStore store = new PeerStore(new PeerStoreLimits(3, 2, 2, Duration.ofMinutes(30)));

    private static PrivateKey key(int number) {
        byte[] seed = new byte[32];
        seed[0] = (byte) number;
        return PrivateKey.ofEd25519Seed(seed);
    }

    private static PeerId peer(int number) {
        return key(number).publicKey().peerId();
    }

    private static CertifiedRecord record(int sequence, Multiaddr address) throws P2pException {
        return CertifiedRecord.of(new PeerRecord(peer(1), sequence, List.of(address)).seal(key(1)));
    }

    @Test
    void addressesAreGoodForTheirTimeOnly() {
        // When
        store.addAddresses(peer(1), List.of(ADDRESS), HOUR, NOW);
        store.addAddresses(peer(1), List.of(ADDRESS), Duration.ofMinutes(1), NOW);

        // Then
        assertThat(store.about(peer(1)).addressesAt(NOW.plusSeconds(3599))).containsExactly(ADDRESS);
        assertThat(store.about(peer(1)).addressesAt(NOW.plusSeconds(3600))).isEmpty();
    }

    @Test
    void anAnnouncementOfManyAddressesIsCut() {
        // When
        store.addAddresses(
                peer(1),
                IntStream.range(0, 50)
                        .mapToObj(i -> Multiaddr.parse("/ip4/11.0.0.1/tcp/" + i))
                        .toList(),
                HOUR,
                NOW);

        // Then
        assertThat(store.about(peer(1)).addresses()).hasSize(2);
    }

    @Test
    void aSignedRecordTakesThePlaceOfAllOthersUnlessItIsOlder() throws P2pException {
        // Given
        store.addAddresses(peer(1), List.of(OTHER), HOUR, NOW);

        // When
        boolean newer = store.addRecord(peer(1), record(7, ADDRESS), HOUR, NOW);
        boolean older = store.addRecord(peer(1), record(6, OTHER), HOUR, NOW);

        // Then
        assertThat(newer).isTrue();
        assertThat(older).isFalse();
        assertThat(store.about(peer(1)).addressesAt(NOW)).containsExactly(ADDRESS);
    }

    @Test
    void theLongestUnheardOfIsForgottenButNeverOneThatIsConnected() {
        // Given
        store.connected(peer(1));
        store.addAddresses(peer(2), List.of(ADDRESS), HOUR, NOW);
        store.addAddresses(peer(3), List.of(ADDRESS), HOUR, NOW);

        // When
        store.addAddresses(peer(4), List.of(ADDRESS), HOUR, NOW);

        // Then
        assertThat(store.peers()).containsExactlyInAnyOrder(peer(1), peer(3), peer(4));
    }

    @Test
    void addressesOutliveTheLastConnectionByALittle() {
        // Given
        store.connected(peer(1));
        store.addAddresses(peer(1), List.of(ADDRESS), Duration.ofDays(365), NOW);

        // When
        store.disconnected(peer(1), NOW);

        // Then
        assertThat(store.about(peer(1)).addressesAt(NOW.plusSeconds(1799))).containsExactly(ADDRESS);
        assertThat(store.about(peer(1)).addressesAt(NOW.plusSeconds(1800))).isEmpty();
    }

    @Test
    void whoeverWatchesLearnsThatAPeerHasDescribedItself() {
        // Given
        List<String> seen = new ArrayList<>();
        store.onDescribed(peer -> seen.add(peer + " " + store.about(peer).protocols()));

        // When
        store.connected(peer(1));
        store.describe(peer(1), key(1).publicKey(), List.of("/a"), "agent");

        // Then
        assertThat(seen).containsExactly(peer(1) + " [/a]");
    }

    @Test
    void aStrangerIsNobodyInParticular() {
        assertThat(store.about(peer(9)).protocols()).isEmpty();
        assertThat(store.peers()).isEmpty();
    }
}
