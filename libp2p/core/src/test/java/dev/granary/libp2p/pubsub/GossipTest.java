package dev.granary.libp2p.pubsub;

import static org.assertj.core.api.Assertions.assertThat;

import dev.granary.libp2p.P2pError;
import dev.granary.libp2p.pubsub.router.TopicRules;
import dev.granary.libp2p.pubsub.router.Verdict;
import dev.granary.libp2p.testkit.Stages;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;

class GossipTest {
    private static final String TOPIC = "news";
    private static final Duration SETTLED = Duration.ofSeconds(5);

    private final GossipNetwork network = new GossipNetwork(1);

    private List<GossipNetwork.Node> line() {
        List<GossipNetwork.Node> nodes = network.nodes(3);
        network.connect(nodes.get(0), nodes.get(1));
        network.connect(nodes.get(1), nodes.get(2));
        nodes.forEach(node -> node.subscribe(TOPIC));
        network.run(SETTLED);
        return nodes;
    }

    @Test
    void aMessageGoesAlongALine() {
        // Given
        List<GossipNetwork.Node> line = line();

        // When
        Published published = network.await(line.getFirst().publish(TOPIC, "hello"));
        network.run(Duration.ofMillis(100));

        // Then
        assertThat(published.recipients()).isEqualTo(1);
        assertThat(line.get(1).heard).containsExactly("hello");
        assertThat(line.get(2).heard).containsExactly("hello");
        assertThat(line.get(0).heard).isEmpty();
    }

    @Test
    void whatIsPublishedInARowComesWholeAndInOrder() {
        // Given
        List<GossipNetwork.Node> line = line();
        List<String> texts =
                IntStream.range(0, 300).mapToObj(i -> "message " + i).toList();

        // When
        texts.forEach(text -> line.getFirst().publish(TOPIC, text));
        network.run(SETTLED);

        // Then
        assertThat(line.get(2).heard).containsExactlyElementsOf(texts);
    }

    @Test
    void whoDidNotSubscribePublishesAllTheSame() {
        // Given
        List<GossipNetwork.Node> line = line();
        GossipNetwork.Node guest = network.node();
        network.connect(guest, line.get(2));
        network.run(SETTLED);

        // When
        guest.publish(TOPIC, "from outside");
        network.run(SETTLED);

        // Then
        assertThat(line.getFirst().heard).containsExactly("from outside");
    }

    @Test
    void whatAValidatorDoesNotAcceptGoesNoFurther() {
        // Given
        List<GossipNetwork.Node> line = network.nodes(3);
        network.connect(line.get(0), line.get(1));
        network.connect(line.get(1), line.get(2));
        line.get(0).subscribe(TOPIC);
        line.get(1).subscribe(TOPIC, Validator.of(message -> Verdict.REJECT));
        line.get(2).subscribe(TOPIC);
        network.run(SETTLED);

        // When
        line.get(0).publish(TOPIC, "rubbish");
        network.run(SETTLED);

        // Then
        assertThat(line.get(1).heard).isEmpty();
        assertThat(line.get(2).heard).isEmpty();
        assertThat(network.await(line.get(1).gossip.score(line.get(0).id())).orElseThrow())
                .isNegative();
    }

    @Test
    void aValidatorMayTakeItsTimeButNotForEver() {
        // Given
        List<GossipNetwork.Node> pair = network.nodes(2);
        network.connect(pair.get(0), pair.get(1));
        CompletableFuture<Verdict> verdict = new CompletableFuture<>();
        pair.get(1)
                .subscribe(
                        TOPIC,
                        message -> message.data().toStringUtf8().equals("slow") ? verdict : new CompletableFuture<>());
        network.run(SETTLED);

        // When
        pair.get(0).publish(TOPIC, "slow");
        pair.get(0).publish(TOPIC, "never");
        network.run(SECOND);
        verdict.complete(Verdict.ACCEPT);
        network.run(Duration.ofSeconds(15));

        // Then
        assertThat(pair.get(1).heard).containsExactly("slow");
        assertThat(network.await(pair.get(1).gossip.footprint())[1]).isZero();
    }

    private static final Duration SECOND = GossipNetwork.SECOND;

    @Test
    void aTopicMayBeWithoutSignatures() {
        // Given
        List<GossipNetwork.Node> pair = List.of(
                network.node(settings -> settings.withRules(topic -> TopicRules.UNSIGNED)),
                network.node(settings -> settings.withRules(topic -> TopicRules.UNSIGNED)));
        network.connect(pair.get(0), pair.get(1));
        pair.get(1).subscribe(TOPIC);
        network.run(SETTLED);

        // When
        network.await(pair.get(0).publish(TOPIC, "by nobody"));
        Published again = network.await(pair.get(0).publish(TOPIC, "by nobody"));
        network.run(SETTLED);

        // Then
        assertThat(again.recipients()).isZero();
        assertThat(pair.get(1).heard).containsExactly("by nobody");
    }

    @Test
    void whatIsTooLongIsNotPublished() {
        // Given
        GossipNetwork.Node node = network.node();

        // When
        var published = node.gossip.publish(TOPIC, new byte[TopicRules.SIGNED.maximumBytes() + 1]);

        // Then
        assertThat(Stages.error(published)).contains(P2pError.LIMIT);
    }

    @Test
    void whoUnsubscribedHearsNothingAndIsInNoMesh() {
        // Given
        List<GossipNetwork.Node> line = line();

        // When
        line.get(1).gossip.unsubscribe(TOPIC);
        network.run(SECOND);
        line.get(0).publish(TOPIC, "late");
        network.run(SETTLED);

        // Then
        assertThat(line.get(1).heard).isEmpty();
        assertThat(network.await(line.get(0).gossip.mesh(TOPIC))).isEmpty();
        assertThat(network.await(line.get(0).gossip.peers(TOPIC))).isEmpty();
    }

    @Test
    void gossipThatIsClosedLeavesTheHostAlone() {
        // Given
        List<GossipNetwork.Node> line = line();

        // When
        line.get(1).gossip.close();
        network.run(SETTLED);

        // Then
        assertThat(line.get(1).host.connections()).hasSize(2);
        assertThat(Stages.error(line.get(1).publish(TOPIC, "more"))).contains(P2pError.CLOSED);
        assertThat(network.await(line.get(0).gossip.mesh(TOPIC))).isEmpty();
    }

    @Test
    void aPeerThatComesBackIsInTheMeshAgain() {
        // Given
        List<GossipNetwork.Node> line = line();
        line.get(1).host.connections(line.get(0).id()).forEach(connection -> connection.close());
        network.run(SECOND);

        // When
        network.connect(line.get(0), line.get(1));
        network.run(SETTLED);
        line.get(0).publish(TOPIC, "again");
        network.run(SETTLED);

        // Then
        assertThat(line.get(2).heard).containsExactly("again");
        assertThat(network.await(line.get(0).gossip.mesh(TOPIC)))
                .containsExactly(line.get(1).id());
    }
}
