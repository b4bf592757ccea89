package dev.granary.fetchverify.source;

import static org.assertj.core.api.Assertions.assertThat;

import java.net.InetAddress;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class AddressScopeTest {
    @ParameterizedTest(name = "{0} is {1}")
    @CsvSource({
        "93.184.215.14, PUBLIC",
        "172.15.255.255, PUBLIC",
        "172.32.0.0, PUBLIC",
        "100.63.255.255, PUBLIC",
        "127.0.0.1, INTERNAL",
        "127.255.0.1, INTERNAL",
        "10.0.0.1, INTERNAL",
        "172.16.0.1, INTERNAL",
        "172.31.255.255, INTERNAL",
        "192.168.1.1, INTERNAL",
        "100.64.0.1, INTERNAL",
        "100.127.255.255, INTERNAL",
        "198.19.0.1, INTERNAL",
        "169.254.169.254, SPECIAL",
        "100.100.100.200, SPECIAL",
        "168.63.129.16, SPECIAL",
        "192.0.0.192, SPECIAL",
        "0.0.0.0, SPECIAL",
        "224.0.0.1, SPECIAL",
        "255.255.255.255, SPECIAL",
        "2606:2800:220:1::1, PUBLIC",
        "::1, INTERNAL",
        "fd12:3456::1, INTERNAL",
        "fec0::1, INTERNAL",
        "fd00:ec2::254, SPECIAL",
        "fe80::1, SPECIAL",
        "ff02::1, SPECIAL",
        "::, SPECIAL",
        "::ffff:10.0.0.1, INTERNAL",
        "::ffff:169.254.169.254, SPECIAL",
        "::7f00:1, INTERNAL",
        "64:ff9b::a00:1, INTERNAL",
        "64:ff9b::a9fe:a9fe, SPECIAL",
        "64:ff9b::5db8:d70e, PUBLIC",
        "64:ff9b:1::a00:1, SPECIAL",
        "2002:a00:1::1, INTERNAL",
        "2001:0:4136:e378::1, SPECIAL"
    })
    void classifiesEveryRange(String literal, AddressScope scope) {
        // When
        AddressScope found = AddressScope.of(InetAddress.ofLiteral(literal));

        // Then
        assertThat(found).isEqualTo(scope);
    }
}
