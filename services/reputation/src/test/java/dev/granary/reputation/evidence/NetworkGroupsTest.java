package dev.granary.reputation.evidence;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.net.InetAddress;
import java.util.List;
import org.junit.jupiter.api.Test;

final class NetworkGroupsTest {
    private static final NetworkGroups GROUPS = new NetworkGroups(List.of(AddressBlock.parse("10.20.0.0/16")));

    @Test
    void groupsVersion4AddressesByTheir24Bits() {
        assertThat(GROUPS.groupOf(InetAddress.ofLiteral("192.0.2.77"))).contains(new NetworkGroup("192.0.2.0/24"));
    }

    @Test
    void groupsVersion6AddressesByTheir48Bits() {
        assertThat(GROUPS.groupOf(InetAddress.ofLiteral("2001:db8:1:2::3")))
                .isEqualTo(GROUPS.groupOf(InetAddress.ofLiteral("2001:db8:1:ffff::9")))
                .isPresent();
    }

    @Test
    void givesNoGroupToAnAddressOfAnExemptSite() {
        assertThat(GROUPS.groupOf(InetAddress.ofLiteral("10.20.3.4"))).isEmpty();
        assertThat(GROUPS.groupOf(InetAddress.ofLiteral("10.21.3.4"))).isPresent();
    }

    @Test
    void refusesWhatIsNoBlock() {
        assertThatThrownBy(() -> AddressBlock.parse("10.0.0.0/33")).isInstanceOf(IllegalArgumentException.class);
        assertThatThrownBy(() -> AddressBlock.parse("host.example/24")).isInstanceOf(IllegalArgumentException.class);
        assertThatThrownBy(() -> new NetworkGroup("everyone")).isInstanceOf(IllegalArgumentException.class);
    }
}
