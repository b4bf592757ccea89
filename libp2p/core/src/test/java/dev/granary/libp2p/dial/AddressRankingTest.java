package dev.granary.libp2p.dial;

import static org.assertj.core.api.Assertions.assertThat;

import dev.granary.libp2p.multiformats.Multiaddr;
import java.time.Duration;
import java.util.Arrays;
import java.util.List;
import org.junit.jupiter.api.Test;

class AddressRankingTest {
    private static List<AddressRanking.Turn> rank(String... addresses) {
        return AddressRanking.of(Arrays.stream(addresses).map(Multiaddr::parse).toList());
    }

    private static AddressRanking.Turn turn(String address, int millis) {
        return new AddressRanking.Turn(Multiaddr.parse(address), Duration.ofMillis(millis));
    }

    @Test
    void quicGetsAHeadStartOverTcp() {
        assertThat(rank("/ip4/11.0.0.1/tcp/1", "/ip4/11.0.0.1/udp/1/quic-v1"))
                .containsExactly(turn("/ip4/11.0.0.1/udp/1/quic-v1", 0), turn("/ip4/11.0.0.1/tcp/1", 250));
    }

    @Test
    void theHeadStartIsShortInTheOwnNetwork() {
        assertThat(rank("/ip4/10.0.0.1/tcp/1", "/ip4/127.0.0.1/udp/1/quic-v1"))
                .containsExactly(turn("/ip4/127.0.0.1/udp/1/quic-v1", 0), turn("/ip4/10.0.0.1/tcp/1", 30));
    }

    @Test
    void tcpAloneDoesNotWait() {
        assertThat(rank("/ip4/11.0.0.1/tcp/1", "/ip4/11.0.0.2/tcp/1"))
                .containsExactly(turn("/ip4/11.0.0.1/tcp/1", 0), turn("/ip4/11.0.0.2/tcp/1", 0));
    }

    @Test
    void newerInternetComesBeforeOlder() {
        assertThat(rank("/ip4/11.0.0.1/tcp/1", "/ip6/2001:db8::1/tcp/1"))
                .containsExactly(turn("/ip6/2001:db8::1/tcp/1", 0), turn("/ip4/11.0.0.1/tcp/1", 250));
    }

    @Test
    void relaysComeLast() {
        String relayed = "/ip4/11.0.0.3/tcp/1/p2p/12D3KooWEyoppNCUx8Yx66oV9fJnriXwCcXwDDUA2kj6vnc6iDEp/p2p-circuit";

        assertThat(rank(relayed, "/ip4/11.0.0.1/tcp/1"))
                .containsExactly(turn("/ip4/11.0.0.1/tcp/1", 0), turn(relayed, 500));
    }

    @Test
    void anAddressThatWasNamedTwiceHasOneTurn() {
        assertThat(rank("/ip4/11.0.0.1/tcp/1", "/ip4/11.0.0.1/tcp/1")).hasSize(1);
    }
}
