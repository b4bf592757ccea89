package dev.granary.libp2p.limits;

import static org.assertj.core.api.Assertions.assertThat;

import dev.granary.libp2p.identity.PrivateKey;
import dev.granary.libp2p.multiformats.Multiaddr;
import dev.granary.libp2p.multiformats.PeerId;
import java.util.Set;
import org.junit.jupiter.api.Test;

class AccessRulesTest {
    private static final PeerId FRIEND =
            PrivateKey.ofEd25519Seed(new byte[32]).publicKey().peerId();
    private static final PeerId OTHER = PrivateKey.ofEd25519Seed(new byte[] {
                1, 2, 3, 4, 5, 6, 7, 8, 9, 0, 1, 2, 3, 4, 5, 6, 7, 8, 9, 0, 1, 2, 3, 4, 5, 6, 7, 8, 9, 0, 1, 2
            })
            .publicKey()
            .peerId();
    private static final Multiaddr INSIDE = Multiaddr.parse("/ip4/10.1.2.3/tcp/1");
    private static final Multiaddr OUTSIDE = Multiaddr.parse("/ip4/11.1.2.3/tcp/1");

    @Test
    void onlyNamedPeersPassWhereSomeAreNamed() {
        // Given
        Gater gater = new AccessRules(Set.of(FRIEND), Set.of(), Set.of(), Set.of());

        // Then
        assertThat(gater.allowsSecured(FRIEND, OUTSIDE, false)).isTrue();
        assertThat(gater.allowsSecured(OTHER, OUTSIDE, false)).isFalse();
        assertThat(gater.allowsDial(OTHER, OUTSIDE)).isFalse();
    }

    @Test
    void deniedPeersStayOut() {
        // Given
        Gater gater = new AccessRules(Set.of(), Set.of(OTHER), Set.of(), Set.of());

        // Then
        assertThat(gater.allowsSecured(FRIEND, OUTSIDE, true)).isTrue();
        assertThat(gater.allowsSecured(OTHER, OUTSIDE, true)).isFalse();
    }

    @Test
    void rangesOfAddressesAreAllowedAndDenied() {
        // Given
        Gater company = new AccessRules(Set.of(), Set.of(), Set.of(IpRange.parse("10.0.0.0/8")), Set.of());
        Gater elsewhere = new AccessRules(Set.of(), Set.of(), Set.of(), Set.of(IpRange.parse("10.1.2.0/23")));

        // Then
        assertThat(company.allowsArrival(INSIDE)).isTrue();
        assertThat(company.allowsArrival(OUTSIDE)).isFalse();
        assertThat(elsewhere.allowsArrival(INSIDE)).isFalse();
        assertThat(elsewhere.allowsArrival(OUTSIDE)).isTrue();
        assertThat(company.allowsArrival(Multiaddr.parse("/ip6/a00::1/tcp/1"))).isFalse();
    }
}
