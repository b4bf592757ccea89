package dev.granary.libp2p.kad;

import static org.assertj.core.api.Assertions.assertThat;

import dev.granary.libp2p.host.Connection;
import dev.granary.libp2p.host.Host;
import dev.granary.libp2p.host.HostListener;
import dev.granary.libp2p.kad.Fleet.Member;
import dev.granary.libp2p.kad.wire.KadPeer;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.atomic.AtomicBoolean;
import org.junit.jupiter.api.Test;

/** Either side closes a connection when it has too many, also one over which a question is on its way. */
class TrimmedConnectionTest {
    /** When the question has left and its answer has not arrived: one way takes 5 ms. */
    private static final Duration AFTER = Duration.ofMillis(2);

    private final KademliaSettings settings = KademliaSettings.STANDARD;
    private final Fleet fleet = new Fleet(1);

    @Test
    void aQuestionWhoseConnectionIsClosedUnderItIsAskedOnceMore() {
        // Given
        fleet.grow(6, settings);
        Member asker = fleet.member(1);
        Member asked = fleet.member(4);
        asker.host().connections(asked.id()).forEach(Connection::close);
        fleet.loop().runFor(Duration.ofSeconds(1));
        AtomicBoolean closed = closeNextConnection(asker.host());

        // When
        List<KadPeer> nearest = fleet.result(asker.dht().closestPeers(asked.id().bytes()));

        // Then
        assertThat(closed).isTrue();
        assertThat(Fleet.ids(nearest)).hasSize(5).startsWith(asked.id());
    }

    /** Closes the next connection as soon as it stands, when a question is on its way over it. */
    private static AtomicBoolean closeNextConnection(Host host) {
        AtomicBoolean closed = new AtomicBoolean();
        host.listen(new HostListener() {
            @Override
            public void connected(Connection connection) {
                if (closed.compareAndSet(false, true)) {
                    host.loop().schedule(AFTER, connection::close);
                }
            }
        });
        return closed;
    }
}
