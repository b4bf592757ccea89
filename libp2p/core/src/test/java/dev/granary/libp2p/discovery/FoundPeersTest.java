package dev.granary.libp2p.discovery;

import static org.assertj.core.api.Assertions.assertThat;

import dev.granary.libp2p.host.Host;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;

class FoundPeersTest {
    private static final Duration INTERVAL = Duration.ofSeconds(1);

    private final SmallNetwork network = new SmallNetwork();
    private final Host host = network.start(1);
    private final FoundPeers found = new FoundPeers(host, new FoundPeers.Settings(INTERVAL, 4));

    private void find(int number) {
        found.found(SmallNetwork.peer(number), List.of(SmallNetwork.address(number)));
    }

    @Test
    void dialsWhoWasFoundNoFasterThanItsRateAndNoMoreThanItsBound() {
        // Given
        for (int number = 2; number <= 9; number++) {
            network.start(number);
        }
        List<Integer> connected = new ArrayList<>();

        // When: the first at once, four wait, the others are passed over
        for (int number = 2; number <= 9; number++) {
            find(number);
        }
        for (int second = 0; second < 8; second++) {
            network.loop.runFor(INTERVAL.dividedBy(2));
            connected.add(host.connections().size());
            network.loop.runFor(INTERVAL.dividedBy(2));
        }

        // Then
        assertThat(connected).containsExactly(1, 2, 3, 4, 5, 5, 5, 5);
    }

    @Test
    void dialsNeitherItselfNorWhoIsConnectedNorAnybodyOnceClosed() {
        // Given
        Host other = network.start(2);
        network.start(3);
        network.await(host.connect(SmallNetwork.address(2)));

        // When
        find(1);
        find(2);
        found.close();
        find(3);
        network.loop.runFor(Duration.ofSeconds(10));

        // Then
        assertThat(host.connections()).singleElement().satisfies(connection -> assertThat(connection.remotePeer())
                .isEqualTo(other.peerId()));
        assertThat(host.connections(other.peerId())).hasSize(1);
    }
}
