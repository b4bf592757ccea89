package dev.granary.libp2p.pubsub;

import static org.assertj.core.api.Assertions.assertThat;

import dev.granary.libp2p.multiformats.PeerId;
import dev.granary.libp2p.pubsub.router.MeshSettings;
import dev.granary.libp2p.pubsub.router.Verdict;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.random.RandomGenerator;
import java.util.stream.Collectors;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class GossipMeshPropertyTest {
    private static final String TOPIC = "news";
    private static final Validator NO_SPAM =
            Validator.of(message -> message.data().toStringUtf8().startsWith("spam") ? Verdict.REJECT : Verdict.ACCEPT);

    private static List<GossipNetwork.Node> mesh(GossipNetwork network, int count) {
        List<GossipNetwork.Node> nodes = network.nodes(count);
        nodes.forEach(node -> node.subscribe(TOPIC, NO_SPAM));
        network.connectAtRandom(nodes, 8);
        return nodes;
    }

    @ParameterizedTest(name = "seed={0}")
    @ValueSource(longs = {1, 2, 3})
    void everyMeshHasItsSizeAndBothSidesKnowOfIt(long seed) {
        // Given
        GossipNetwork network = new GossipNetwork(seed);
        List<GossipNetwork.Node> nodes = mesh(network, 20);
        network.connectAtRandom(nodes, 8);

        // When
        network.run(Duration.ofSeconds(90));

        // Then
        MeshSettings.Degrees degrees = MeshSettings.STANDARD.degrees();
        for (GossipNetwork.Node node : nodes) {
            List<PeerId> mesh = network.await(node.gossip.mesh(TOPIC));
            assertThat(mesh).hasSizeBetween(degrees.low(), degrees.high());
            for (GossipNetwork.Node other : nodes) {
                if (mesh.contains(other.id())) {
                    assertThat(network.await(other.gossip.mesh(TOPIC))).contains(node.id());
                }
            }
        }
    }

    @ParameterizedTest(name = "seed={0}")
    @ValueSource(longs = {1, 2, 3})
    void spammersLeaveTheMeshAndAllMessagesReachAll(long seed) {
        // Given
        GossipNetwork network = new GossipNetwork(seed);
        List<GossipNetwork.Node> nodes = mesh(network, 30);
        List<Rogue> spammers = spammers(network, nodes, network.loop.random());
        network.run(Duration.ofSeconds(3));

        // When
        Set<String> published = new HashSet<>();
        for (int beat = 0; beat < 20; beat++) {
            spammers.forEach(spammer -> spammer.spam(TOPIC));
            String text = "message " + beat;
            published.add(text);
            nodes.get(beat % nodes.size()).publish(TOPIC, text);
            network.run(GossipNetwork.SECOND);
        }
        network.run(Duration.ofSeconds(5));

        // Then
        Set<PeerId> outlaws =
                spammers.stream().map(spammer -> spammer.host.peerId()).collect(Collectors.toSet());
        for (int i = 0; i < nodes.size(); i++) {
            GossipNetwork.Node node = nodes.get(i);
            int own = i < 20 ? 1 : 0;
            assertThat(node.heard).doesNotHaveDuplicates().hasSize(published.size() - own);
            assertThat(published).containsAll(node.heard);
            assertThat(network.await(node.gossip.mesh(TOPIC))).doesNotContainAnyElementsOf(outlaws);
        }
    }

    private static List<Rogue> spammers(GossipNetwork network, List<GossipNetwork.Node> nodes, RandomGenerator random) {
        List<Rogue> spammers = new ArrayList<>();
        for (int i = 0; i < 5; i++) {
            Rogue spammer = new Rogue(network, 900 + i);
            for (int n = 0; n < 8; n++) {
                spammer.attack(nodes.get(random.nextInt(nodes.size())));
                spammer.subscribe(TOPIC);
                spammer.graft(TOPIC);
            }
            spammers.add(spammer);
        }
        return spammers;
    }

    @Test
    void theSameSeedGivesTheSameRun() {
        // When
        List<List<PeerId>> first = run(7);
        List<List<PeerId>> second = run(7);
        List<List<PeerId>> other = run(8);

        // Then
        assertThat(second).isEqualTo(first);
        assertThat(other).isNotEqualTo(first);
    }

    private static List<List<PeerId>> run(long seed) {
        GossipNetwork network = new GossipNetwork(seed);
        List<GossipNetwork.Node> nodes = mesh(network, 15);
        network.run(Duration.ofSeconds(10));
        return nodes.stream()
                .map(node -> network.await(node.gossip.mesh(TOPIC)))
                .toList();
    }
}
