package dev.granary.local.client;

import static org.assertj.core.api.Assertions.assertThat;

import java.net.InetAddress;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class PrivateNamesTest {
    @ParameterizedTest
    @ValueSource(strings = {"10.1.2.3", "172.16.0.1", "192.168.1.1", "127.0.0.1", "::1", "fd00::1"})
    void knowsTheAddressesInside(String address) {
        assertThat(PrivateNames.isInside(InetAddress.ofLiteral(address))).isTrue();
    }

    @ParameterizedTest
    @ValueSource(strings = {"192.0.2.1", "2001:db8::1", "172.32.0.1"})
    void knowsTheAddressesOutside(String address) {
        assertThat(PrivateNames.isInside(InetAddress.ofLiteral(address))).isFalse();
    }
}
