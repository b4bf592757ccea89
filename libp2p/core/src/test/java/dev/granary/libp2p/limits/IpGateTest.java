package dev.granary.libp2p.limits;

import static org.assertj.core.api.Assertions.assertThat;

import dev.granary.libp2p.multiformats.Multiaddr;
import java.time.Duration;
import java.util.Optional;
import org.junit.jupiter.api.Test;

class IpGateTest {
    private static final long SECOND = 1_000_000_000;

    private final IpGate gate = new IpGate(new IpLimits(2, 2, 3, 4, Duration.ofSeconds(1)));

    private Optional<IpGate.Place> enter(String ip) {
        return gate.enter(Multiaddr.parse(ip + "/tcp/1"));
    }

    private boolean arrives(String ip, long nanos) {
        return gate.admitsArrival(Multiaddr.parse(ip + "/tcp/1"), nanos);
    }

    @Test
    void anAddressHasItsNumberOfPlaces() {
        // Given
        enter("/ip4/11.0.0.1");
        IpGate.Place place = enter("/ip4/11.0.0.1").orElseThrow();

        // When
        Optional<IpGate.Place> third = enter("/ip4/11.0.0.1");
        gate.leave(place);
        Optional<IpGate.Place> afterOneLeft = enter("/ip4/11.0.0.1");

        // Then
        assertThat(third).isEmpty();
        assertThat(afterOneLeft).isPresent();
        assertThat(enter("/ip4/11.0.0.2")).isPresent();
    }

    @Test
    void theAddressesOfOneHouseholdCountTogether() {
        // When
        enter("/ip6/2001:db8:0:1::1");
        enter("/ip6/2001:db8:0:2::1");

        // Then
        assertThat(enter("/ip6/2001:db8:0:3::1")).isEmpty();
    }

    @Test
    void soDoHouseholdsOfOneNetwork() {
        // When
        enter("/ip6/2001:db8:0:100::1");
        enter("/ip6/2001:db8:0:200::1");
        enter("/ip6/2001:db8:0:300::1");

        // Then
        assertThat(enter("/ip6/2001:db8:0:400::1")).isEmpty();
        assertThat(enter("/ip6/2001:db8:1:400::1")).isPresent();
    }

    @Test
    void theOwnMachineIsExempt() {
        for (int i = 0; i < 10; i++) {
            assertThat(enter("/ip4/127.0.0.1")).isPresent();
            assertThat(arrives("/ip6/::1", 0)).isTrue();
        }
    }

    @Test
    void arrivalsComeInABurstAndThenOneByOne() {
        // Given
        for (int i = 0; i < 4; i++) {
            assertThat(arrives("/ip4/11.0.0.1", 0)).isTrue();
        }

        // When
        boolean tooSoon = arrives("/ip4/11.0.0.1", SECOND - 1);
        boolean later = arrives("/ip4/11.0.0.1", SECOND);

        // Then
        assertThat(tooSoon).isFalse();
        assertThat(later).isTrue();
        assertThat(arrives("/ip4/11.0.0.1", SECOND)).isFalse();
        assertThat(arrives("/ip4/11.0.0.2", SECOND)).isTrue();
    }

    @Test
    void nothingIsKeptOfThoseThatLeft() {
        // Given
        IpGate.Place place = enter("/ip6/2001:db8::1").orElseThrow();

        // When
        gate.leave(place);

        // Then
        assertThat(gate.groupsInUse()).isZero();
    }
}
