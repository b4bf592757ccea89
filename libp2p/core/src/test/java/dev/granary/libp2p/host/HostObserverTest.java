package dev.granary.libp2p.host;

import static org.assertj.core.api.Assertions.assertThat;

import dev.granary.libp2p.P2pError;
import dev.granary.libp2p.assembly.StandardHost;
import dev.granary.libp2p.assembly.StandardHostBuilder;
import dev.granary.libp2p.identity.KeyType;
import dev.granary.libp2p.identity.PrivateKey;
import dev.granary.libp2p.multiformats.Multiaddr;
import dev.granary.libp2p.stream.Closing;
import dev.granary.libp2p.testkit.Deadline;
import dev.granary.libp2p.testkit.EchoHandler;
import dev.granary.libp2p.testkit.Echoes;
import java.security.SecureRandom;
import java.time.Duration;
import java.util.List;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.CopyOnWriteArrayList;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

class HostObserverTest {
    private final SecureRandom random = new SecureRandom();
    private final List<String> seen = new CopyOnWriteArrayList<>();
    private final Set<Throwable> bugs = ConcurrentHashMap.newKeySet();
    private final StandardHost near = host();
    private final StandardHost far = host();

    private StandardHost host() {
        PrivateKey key = PrivateKey.generate(KeyType.ED25519, random);
        StandardHost host = new StandardHostBuilder(key, random)
                .listenAt("/ip4/127.0.0.1/tcp/0")
                .observer(new Noting())
                .build();
        host.host().handle(EchoHandler.PROTOCOL, new EchoHandler());
        Deadline.result(host.host().start());
        return host;
    }

    private Connection connect() {
        Multiaddr address = far.host().listenAddresses().getFirst();
        return Deadline.result(near.host().connect(far.host().peerId(), List.of(address)));
    }

    @AfterEach
    void close() {
        Deadline.result(near.close());
        Deadline.result(far.close());
    }

    @Test
    void seesEachStepOfAConnectionInBothDirections() {
        // When
        Connection connection = connect();
        Echoes.of(connection, "hello");
        Deadline.result(connection.close());
        Deadline.await(() -> seen.contains("closed dialled") && seen.contains("closed arrived"));

        // Then
        assertThat(seen)
                .contains("dialling", "arrived", "opened dialled", "opened arrived")
                .contains("REACHED", "SECURED", "MUXER_AGREED", "READY")
                .contains("stream out " + EchoHandler.PROTOCOL, "stream in " + EchoHandler.PROTOCOL)
                .contains("stream over " + EchoHandler.PROTOCOL)
                .doesNotContain("failed");
    }

    @Test
    void seesADialThatFails() {
        // When
        P2pError error = Deadline.error(
                near.host().connect(far.host().peerId(), List.of(Multiaddr.parse("/ip4/127.0.0.1/tcp/1"))));

        // Then
        assertThat(error).isEqualTo(P2pError.UNREACHABLE);
        assertThat(seen).contains("dialling", "failed UNREACHABLE");
    }

    @Test
    void aHandlerThatThrowsLosesItsStreamOnly() {
        // Given
        far.host().handle("/test/bug/1.0.0", stream -> {
            throw new IllegalStateException("a bug");
        });
        Connection connection = connect();

        // When
        near.host().open(far.host().peerId(), List.of("/test/bug/1.0.0"));
        Deadline.await(() -> !bugs.isEmpty());

        // Then
        assertThat(bugs).singleElement().isInstanceOf(IllegalStateException.class);
        assertThat(Echoes.of(connection, "alive")).isEqualTo("alive");
    }

    private final class Noting implements HostObserver {
        @Override
        public void dialling(long attempt, Multiaddr address) {
            seen.add("dialling");
        }

        @Override
        public void arrived(long attempt, Multiaddr address) {
            seen.add("arrived");
        }

        @Override
        public void passed(long attempt, Step step, Duration since) {
            seen.add(step.toString());
        }

        @Override
        public void opened(long attempt, Connection connection) {
            seen.add("opened " + direction(connection));
        }

        @Override
        public void failed(long attempt, P2pError error, Duration since) {
            seen.add("failed " + error);
        }

        @Override
        public void closed(Connection connection, Closing closing) {
            seen.add("closed " + direction(connection));
        }

        @Override
        public void streamOpened(Connection connection, String protocol, boolean inbound) {
            seen.add("stream " + (inbound ? "in " : "out ") + protocol);
        }

        @Override
        public void streamClosed(Connection connection, String protocol, Closing closing) {
            seen.add("stream over " + protocol);
        }

        @Override
        public void bug(Throwable thrown) {
            bugs.add(thrown);
        }

        private static String direction(Connection connection) {
            return connection.dialled() ? "dialled" : "arrived";
        }
    }
}
