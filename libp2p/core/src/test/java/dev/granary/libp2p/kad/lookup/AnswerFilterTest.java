package dev.granary.libp2p.kad.lookup;

import static org.assertj.core.api.Assertions.assertThat;

import dev.granary.libp2p.kad.wire.KadPeer;
import dev.granary.libp2p.multiformats.Multiaddr;
import dev.granary.libp2p.multiformats.PeerId;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.SplittableRandom;
import org.junit.jupiter.api.Test;

class AnswerFilterTest {
    private final SplittableRandom random = new SplittableRandom(1);
    private final PeerId self = peer("/memory/1").id();

    private KadPeer peer(String... addresses) {
        byte[] key = new byte[36];
        random.nextBytes(key);
        List<Multiaddr> parsed = new ArrayList<>();
        for (String address : addresses) {
            parsed.add(Multiaddr.parse(address));
        }
        return KadPeer.of(PeerId.ofEncodedKey(key), parsed);
    }

    @Test
    void aCrowdOfOneHandIsDroppedAsAWhole() {
        // Given
        List<KadPeer> crowd = Collections.nCopies(4, "/ip4/11.22.0.7/tcp/1").stream()
                .map(this::peer)
                .toList();
        List<KadPeer> three = Collections.nCopies(3, "/ip4/11.23.0.7/tcp/1").stream()
                .map(this::peer)
                .toList();
        List<KadPeer> neighbours = Collections.nCopies(9, "/ip4/10.0.0.7/tcp/1").stream()
                .map(this::peer)
                .toList();
        List<KadPeer> named = new ArrayList<>(crowd);
        named.addAll(three);
        named.addAll(neighbours);
        List<KadPeer> expected = new ArrayList<>(three);
        expected.addAll(neighbours);

        // Then
        assertThat(AnswerFilter.STANDARD.believed(named, self)).isEqualTo(expected);
        assertThat(new AnswerFilter(40, 3, false, false).believed(named, self)).isEqualTo(three);
        assertThat(new AnswerFilter(40, 0, false, false).believed(named, self)).isEqualTo(named);
    }

    @Test
    void weAreNotToldOfOurselvesAndNotOfTooMany() {
        // Given
        List<KadPeer> named = new ArrayList<>();
        named.add(new KadPeer(self, List.of()));
        for (int i = 0; i < 60; i++) {
            named.add(peer("/ip4/10.0.0.1/tcp/1"));
        }

        // Then
        assertThat(AnswerFilter.STANDARD.believed(named, self)).isEqualTo(named.subList(1, 41));
    }

    @Test
    void onAPublicNetworkAPeerNeedsAPublicAddressOfItsOwn() {
        // Given
        KadPeer open = peer("/ip4/10.0.0.1/tcp/1", "/ip4/11.1.1.1/tcp/1");
        KadPeer hidden = peer("/ip4/10.0.0.1/tcp/1");
        KadPeer relayed = peer("/ip4/11.1.1.1/tcp/1/p2p/" + self + "/p2p-circuit");

        // Then
        assertThat(new AnswerFilter(40, 3, true, true).believed(List.of(open, hidden, relayed), self))
                .containsExactly(open);
    }
}
