package dev.granary.libp2p.identify;

import static org.assertj.core.api.Assertions.assertThat;

import dev.granary.libp2p.identity.PrivateKey;
import dev.granary.libp2p.multiformats.Multiaddr;
import dev.granary.libp2p.multiformats.PeerId;
import org.junit.jupiter.api.Test;

class ObservedAddressesTest {
    private static final Multiaddr SEEN = Multiaddr.parse("/ip4/11.9.9.9/tcp/4001");

    private final ObservedAddresses observed = new ObservedAddresses();

    private static PeerId peer(int number) {
        byte[] seed = new byte[32];
        seed[0] = (byte) number;
        return PrivateKey.ofEd25519Seed(seed).publicKey().peerId();
    }

    private boolean hear(int peer, String ip) {
        return observed.heard(peer(peer), peer, Multiaddr.parse("/ip4/" + ip + "/tcp/1"), SEEN);
    }

    @Test
    void fourObserversFromDifferentNetworksAreBelieved() {
        // When
        hear(1, "12.1.0.1");
        hear(2, "12.2.0.1");
        boolean third = hear(3, "12.3.0.1");
        boolean fourth = hear(4, "12.4.0.1");

        // Then
        assertThat(third).isFalse();
        assertThat(fourth).isTrue();
        assertThat(observed.believed()).containsExactly(SEEN);
    }

    @Test
    void manyObserversOfOneNetworkAreOneVoice() {
        // When
        for (int i = 1; i < 20; i++) {
            hear(i, "12.1.0." + i);
        }

        // Then
        assertThat(observed.believed()).isEmpty();
    }

    @Test
    void aVoiceGoesWithItsConnection() {
        // Given
        for (int i = 1; i <= 4; i++) {
            hear(i, "12." + i + ".0.1");
        }

        // When
        boolean changed = observed.gone(peer(1), 1);

        // Then
        assertThat(changed).isTrue();
        assertThat(observed.believed()).isEmpty();
    }
}
