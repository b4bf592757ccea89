package dev.granary.libp2p.pubsub;

import static org.assertj.core.api.Assertions.assertThat;

import dev.granary.libp2p.pubsub.router.Refusal;
import dev.granary.libp2p.pubsub.router.Verdict;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.RejectedExecutionException;
import org.junit.jupiter.api.Test;

/** More messages than can be checked. */
class GossipChecksTest {
    private static final String TOPIC = "news";
    private static final Duration SETTLED = Duration.ofSeconds(2);

    private final GossipNetwork network = new GossipNetwork(1);
    private final GossipNetwork.Node author = network.node();

    private void publish(int messages) {
        for (int i = 0; i < messages; i++) {
            author.publish(TOPIC, "message " + i);
        }
        network.run(SETTLED);
    }

    private GossipNetwork.Node reader(CheckLimits limits) {
        return network.node(settings -> settings.withChecks(limits));
    }

    private void connect(GossipNetwork.Node reader) {
        network.connect(author, reader);
        network.run(SETTLED);
    }

    @Test
    void whatFindsNoRoomIsTurnedAwayAndTheRestIsHeard() {
        // Given
        List<CompletableFuture<Verdict>> waiting = new ArrayList<>();
        GossipNetwork.Node reader = reader(new CheckLimits(100, 5, 100, 10_000, Duration.ofMinutes(1)));
        reader.subscribe(TOPIC, message -> {
            CompletableFuture<Verdict> verdict = new CompletableFuture<>();
            waiting.add(verdict);
            return verdict;
        });
        connect(reader);

        // When
        publish(12);
        waiting.forEach(verdict -> verdict.complete(Verdict.ACCEPT));
        network.run(SETTLED);

        // Then
        assertThat(reader.heard).hasSize(5);
        assertThat(reader.refusals).containsEntry(Refusal.THROTTLED, 7);
        assertThat(network.await(reader.gossip.footprint())[1]).isZero();
    }

    @Test
    void onePeerDoesNotTakeAllTheRoom() {
        // Given
        GossipNetwork.Node reader = reader(new CheckLimits(100, 100, 3, 10_000, Duration.ofMinutes(1)));
        reader.subscribe(TOPIC, message -> new CompletableFuture<>());
        connect(reader);

        // When
        publish(12);

        // Then
        assertThat(network.await(reader.gossip.footprint())[1]).isEqualTo(3);
    }

    @Test
    void theRoomIsOfBytesToo() {
        // Given
        GossipNetwork.Node reader = reader(new CheckLimits(100, 100, 100, 20, Duration.ofMinutes(1)));
        reader.subscribe(TOPIC, message -> new CompletableFuture<>());
        connect(reader);

        // When
        publish(9);

        // Then
        assertThat(network.await(reader.gossip.footprint())[1]).isEqualTo(2);
    }

    @Test
    void whoeverChecksSignaturesMayRefuse() {
        // Given
        GossipNetwork.Node reader = network.node(settings -> settings.checkedOn(task -> {
            throw new RejectedExecutionException("busy");
        }));
        reader.subscribe(TOPIC);
        connect(reader);

        // When
        publish(3);

        // Then
        assertThat(reader.heard).isEmpty();
        assertThat(reader.refusals).containsEntry(Refusal.THROTTLED, 3);
        assertThat(network.await(reader.gossip.footprint())[1]).isZero();
    }
}
