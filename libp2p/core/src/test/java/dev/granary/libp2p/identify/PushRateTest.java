package dev.granary.libp2p.identify;

import static org.assertj.core.api.Assertions.assertThat;

import dev.granary.libp2p.host.Connection;
import dev.granary.libp2p.multiformats.Multiaddr;
import java.lang.reflect.Proxy;
import java.time.Duration;
import org.junit.jupiter.api.Test;

class PushRateTest {
    private static final long INTERVAL = Duration.ofSeconds(5).toNanos();
    private static final long START = -7 * INTERVAL;

    private final PushRate rate = new PushRate(Duration.ofSeconds(5), 10);

    /** A connection of which only its number and its remote address are asked for. */
    private static Connection connection(long id, String address) {
        return (Connection) Proxy.newProxyInstance(
                Connection.class.getClassLoader(),
                new Class<?>[] {Connection.class},
                (proxy, method, arguments) -> switch (method.getName()) {
                    case "id" -> id;
                    case "remoteAddress" -> Multiaddr.parse(address);
                    default -> throw new AssertionError(method);
                });
    }

    private int admitted(Connection connection, int pushes, long at) {
        int admitted = 0;
        for (int i = 0; i < pushes; i++) {
            admitted += rate.admits(connection, at) ? 1 : 0;
        }
        return admitted;
    }

    @Test
    void aBurstIsHeardAndThenOneForEachInterval() {
        // Given
        Connection connection = connection(1, "/ip4/203.0.113.5/tcp/1");

        // Then
        assertThat(admitted(connection, 15, START)).isEqualTo(10);
        assertThat(admitted(connection, 15, START + INTERVAL - 1)).isZero();
        assertThat(admitted(connection, 15, START + INTERVAL)).isOne();
        assertThat(admitted(connection, 15, START + 100 * INTERVAL)).isEqualTo(10);
    }

    @Test
    void connectionsOfOneNetworkShareARateAndOthersHaveTheirOwn() {
        // Given
        admitted(connection(1, "/ip4/203.0.113.5/tcp/1"), 10, START);
        admitted(connection(2, "/ip6/2001:db8:1::1/tcp/1"), 10, START);

        // Then
        assertThat(admitted(connection(3, "/ip4/203.0.113.6/tcp/2"), 5, START)).isZero();
        assertThat(admitted(connection(4, "/ip6/2001:db8:1:ffff::2/tcp/1"), 5, START))
                .isZero();
        assertThat(admitted(connection(5, "/ip4/203.0.114.6/tcp/2"), 5, START)).isEqualTo(5);
        assertThat(admitted(connection(6, "/ip6/2001:db8:2::1/tcp/1"), 5, START))
                .isEqualTo(5);
    }

    @Test
    void connectionsOfTheOwnNetworkHaveARateEach() {
        // Given
        admitted(connection(1, "/ip4/127.0.0.1/tcp/1"), 10, START);
        admitted(connection(2, "/memory/1"), 10, START);

        // Then
        assertThat(admitted(connection(1, "/ip4/127.0.0.1/tcp/1"), 5, START)).isZero();
        assertThat(admitted(connection(3, "/ip4/127.0.0.1/tcp/1"), 5, START)).isEqualTo(5);
        assertThat(admitted(connection(4, "/memory/1"), 5, START)).isEqualTo(5);
        assertThat(admitted(connection(5, "/ip4/10.0.0.1/tcp/1"), 10, START)).isEqualTo(10);
        assertThat(admitted(connection(6, "/ip4/10.0.0.1/tcp/2"), 5, START)).isEqualTo(5);
    }
}
