package dev.granary.libp2p.discovery;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

import dev.granary.libp2p.host.Host;
import dev.granary.libp2p.multiformats.Multiaddr;
import java.time.Duration;
import java.util.List;
import java.util.SplittableRandom;
import org.junit.jupiter.api.Test;

class BootstrapTest {
    private static final Duration SHORT = Duration.ofSeconds(1);

    private final SmallNetwork network = new SmallNetwork();
    private final Host host = network.start(1);

    private Bootstrap bootstrap(Bootstrap.Settings settings, Multiaddr... addresses) {
        Bootstrap bootstrap = new Bootstrap(host, List.of(addresses), settings, new SplittableRandom(1));
        bootstrap.start();
        return bootstrap;
    }

    @Test
    void connectsWithEachPeerOfTheList() {
        // Given
        Host first = network.start(2);
        Host second = network.start(3);

        // When
        bootstrap(Bootstrap.Settings.STANDARD, SmallNetwork.address(2), SmallNetwork.address(3));
        network.loop.runFor(SHORT);

        // Then
        assertThat(host.connections(first.peerId())).hasSize(1);
        assertThat(host.connections(second.peerId())).hasSize(1);
    }

    @Test
    void dialsAgainUntilThePeerIsThereAndAfterItWasLost() {
        // Given
        bootstrap(Bootstrap.Settings.STANDARD, SmallNetwork.address(2));
        network.loop.runFor(Duration.ofSeconds(8));
        Host late = network.start(2);

        // When
        network.loop.runFor(Duration.ofSeconds(6));
        int afterItCame = host.connections(late.peerId()).size();
        network.await(late.connections().getFirst().close());
        network.loop.runFor(SHORT);
        int afterItWasLost = host.connections(late.peerId()).size();
        network.loop.runFor(Duration.ofSeconds(13));

        // Then
        assertThat(afterItCame).isOne();
        assertThat(afterItWasLost).isZero();
        assertThat(host.connections(late.peerId())).hasSize(1);
    }

    @Test
    void waitsLongerAfterEachFailureButNotForEver() {
        // Given
        Bootstrap.Settings settings = new Bootstrap.Settings(Duration.ofSeconds(10), Duration.ofSeconds(40));
        Bootstrap bootstrap = bootstrap(settings, SmallNetwork.address(2));

        // When: 10, 20, 40, 40.. seconds, each up to a quarter longer
        network.loop.runFor(Duration.ofSeconds(170));
        Host late = network.start(2);
        network.loop.runFor(Duration.ofSeconds(51));
        int connected = host.connections(late.peerId()).size();
        bootstrap.close();
        network.await(late.close());
        network.loop.runFor(Duration.ofMinutes(5));

        // Then
        assertThat(connected).isOne();
        assertThat(host.connections(late.peerId())).isEmpty();
    }

    @Test
    void whenItIsClosedItDialsNoMore() {
        // Given
        Bootstrap bootstrap = bootstrap(Bootstrap.Settings.STANDARD, SmallNetwork.address(2));
        network.loop.runFor(SHORT);

        // When
        bootstrap.close();
        Host late = network.start(2);
        network.loop.runFor(Duration.ofMinutes(20));

        // Then
        assertThat(host.connections(late.peerId())).isEmpty();
    }

    @Test
    void anAddressWithoutAPeerIsAMistakeOfTheCaller() {
        assertThatIllegalArgumentException()
                .isThrownBy(() -> bootstrap(Bootstrap.Settings.STANDARD, Multiaddr.parse("/memory/2")));
    }
}
