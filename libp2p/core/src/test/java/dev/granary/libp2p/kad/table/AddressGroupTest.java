package dev.granary.libp2p.kad.table;

import static org.assertj.core.api.Assertions.assertThat;

import com.google.protobuf.ByteString;
import dev.granary.libp2p.multiformats.Multiaddr;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class AddressGroupTest {
    private static long of(String address) {
        return AddressGroup.of(Multiaddr.parse(address));
    }

    @ParameterizedTest
    @CsvSource({
        "/ip4/1.2.3.4/tcp/1,          /ip4/1.2.200.1/udp/2/quic-v1, true",
        "/ip4/1.2.3.4/tcp/1,          /ip4/1.3.3.4/tcp/1,           false",
        "/ip4/12.1.1.1/tcp/1,         /ip4/12.200.1.1/tcp/1,        true",
        "/ip4/12.1.1.1/tcp/1,         /ip4/0.12.1.1/tcp/1,          false",
        "/ip6/2001:db8:1::1/tcp/1,    /ip6/2001:db8:ffff::9/tcp/1,  true",
        "/ip6/2001:db8::1/tcp/1,      /ip6/2001:db9::1/tcp/1,       false",
        "/ip6/::ffff:1.2.3.4/tcp/1,   /ip4/1.2.9.9/tcp/1,           true"
    })
    void addressesAreInOneHandByTheirPrefix(String one, String other, boolean same) {
        assertThat(of(one) == of(other)).isEqualTo(same);
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "/ip4/127.0.0.1/tcp/1",
                "/ip4/10.1.2.3/tcp/1",
                "/ip4/172.31.0.1/tcp/1",
                "/ip4/192.168.7.7/tcp/1",
                "/ip4/169.254.0.1/tcp/1",
                "/ip6/::1/tcp/1",
                "/ip6/fe80::1/tcp/1",
                "/ip6/fd00::1/tcp/1",
                "/ip6zone/eth0/ip6/fe80::1/tcp/1",
                "/memory/7"
            })
    void theOwnNetworkIsLocal(String address) {
        assertThat(of(address)).isEqualTo(AddressGroup.LOCAL);
    }

    @Test
    void namesAndTornAddressesHaveNoGroup() {
        assertThat(of("/dns4/example.test/tcp/1")).isEqualTo(AddressGroup.UNKNOWN);
        assertThat(AddressGroup.of(ByteString.copyFrom(new byte[] {4, 1, 2}))).isEqualTo(AddressGroup.UNKNOWN);
        assertThat(AddressGroup.of(ByteString.copyFrom(new byte[] {42, (byte) 200, 1})))
                .isEqualTo(AddressGroup.UNKNOWN);
        assertThat(AddressGroup.of(ByteString.EMPTY)).isEqualTo(AddressGroup.UNKNOWN);
    }

    @Test
    void aRelaysAddressIsNotThePeersOwn() {
        // Given
        String peer = "12D3KooWDpJ7As7BWAwRMfu1VU2WCqNjvq387JEYKDBj4kx6nXTN";

        // Then
        assertThat(AddressGroup.isPublic(bytes("/ip4/1.2.3.4/tcp/1"))).isTrue();
        assertThat(AddressGroup.isPublic(bytes("/ip4/1.2.3.4/tcp/1/p2p/" + peer + "/p2p-circuit")))
                .isFalse();
        assertThat(AddressGroup.isPublic(bytes("/ip4/10.2.3.4/tcp/1"))).isFalse();
    }

    private static ByteString bytes(String address) {
        return ByteString.copyFrom(Multiaddr.parse(address).bytes());
    }
}
