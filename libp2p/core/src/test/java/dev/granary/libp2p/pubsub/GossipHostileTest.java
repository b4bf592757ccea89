package dev.granary.libp2p.pubsub;

import static org.assertj.core.api.Assertions.assertThat;

import com.google.protobuf.ByteString;
import dev.granary.libp2p.pubsub.router.Refusal;
import dev.granary.libp2p.pubsub.router.TopicRules;
import dev.granary.libp2p.pubsub.wire.Control;
import dev.granary.libp2p.pubsub.wire.Offer;
import dev.granary.libp2p.pubsub.wire.Prune;
import dev.granary.libp2p.pubsub.wire.PubsubMessage;
import dev.granary.libp2p.pubsub.wire.Rpc;
import dev.granary.libp2p.pubsub.wire.SubscriptionChange;
import java.time.Duration;
import java.util.Collections;
import java.util.List;
import java.util.OptionalLong;
import java.util.stream.IntStream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** What a lying peer does to one that has an honest neighbour, too. */
class GossipHostileTest {
    private static final String TOPIC = "news";
    private static final String BARE = "unsigned";
    private static final int NUMBER = 900;

    private final GossipNetwork network = new GossipNetwork(1);
    private final GossipNetwork.Node victim = node();
    private final GossipNetwork.Node friend = node();
    private final Rogue rogue = new Rogue(network, NUMBER);

    private GossipNetwork.Node node() {
        return network.node(
                settings -> settings.withRules(topic -> topic.equals(BARE) ? TopicRules.UNSIGNED : TopicRules.SIGNED));
    }

    @BeforeEach
    void meet() {
        network.connect(victim, friend);
        victim.subscribe(TOPIC);
        friend.subscribe(TOPIC);
        rogue.attack(victim);
        rogue.subscribe(TOPIC);
        network.run(Duration.ofSeconds(3));
    }

    @AfterEach
    void theHonestAreServedAllTheSame() {
        friend.publish(TOPIC, "from a friend");
        network.run(Duration.ofSeconds(1));
        assertThat(victim.heard).contains("from a friend");
        assertThat(network.await(victim.gossip.mesh(TOPIC))).contains(friend.id());
    }

    private double score() {
        return network.await(victim.gossip.score(rogue.host.peerId())).orElseThrow();
    }

    private static List<ByteString> ids(int from, int count) {
        return IntStream.range(from, from + count)
                .mapToObj(i -> ByteString.copyFromUtf8("made up " + i))
                .toList();
    }

    @Test
    void forgedMessagesGraylistWhoeverSendsThem() {
        // Given
        PubsubMessage good = rogue.message(TOPIC, 1, "real");

        // When
        for (int i = 0; i < 8; i++) {
            rogue.say(new PubsubMessage(
                    good.from(),
                    ByteString.copyFromUtf8("forged " + i),
                    good.sequence(),
                    good.topic(),
                    good.signature(),
                    good.key()));
        }
        network.run(Duration.ofSeconds(2));

        // Then
        assertThat(victim.heard).isEmpty();
        assertThat(victim.refusals).containsKeys(Refusal.BAD_SIGNATURE, Refusal.GRAYLISTED);
        assertThat(score()).isLessThan(-2500);
        assertThat(network.await(victim.gossip.mesh(TOPIC))).doesNotContain(rogue.host.peerId());
    }

    @Test
    void aForgedMessageDoesNotKeepTheTrueOneAway() {
        // Given
        PubsubMessage good = rogue.message(TOPIC, 1, "real");

        // When
        rogue.say(new PubsubMessage(
                good.from(),
                ByteString.copyFromUtf8("forged"),
                good.sequence(),
                good.topic(),
                good.signature(),
                good.key()));
        rogue.say(good);

        // Then
        assertThat(victim.heard).containsExactly("real");
    }

    @Test
    void whatIsSignedThoughItMustNotBeAndTheOtherWayRoundIsRefused() {
        // Given
        victim.subscribe(BARE);

        // When
        rogue.say(PubsubMessage.unsigned(TOPIC, ByteString.copyFromUtf8("bare")));
        rogue.say(rogue.message(BARE, 1, "signed"));
        rogue.say(PubsubMessage.unsigned(BARE, ByteString.copyFromUtf8("well")));

        // Then
        assertThat(victim.refusals).containsKeys(Refusal.NOT_SIGNED, Refusal.SIGNED);
        assertThat(victim.heard).containsExactly("well");
    }

    @Test
    void aMessageComesOnceEvenWhenItComesAgainAfterItWasForgotten() {
        // Given
        PubsubMessage old = rogue.message(TOPIC, 50, "old");
        rogue.say(old, rogue.message(TOPIC, 100, "new"));
        network.run(Duration.ofMinutes(3));

        // When
        rogue.say(old);
        rogue.say(rogue.message(TOPIC, 60, "older than new"));

        // Then
        assertThat(victim.heard).containsExactly("old", "new");
        assertThat(victim.refusals).containsEntry(Refusal.SEQUENCE_WENT_BACK, 2);
    }

    @Test
    void messagesThatOvertakeEachOtherAllCome() {
        // When
        rogue.say(rogue.message(TOPIC, 3, "third"));
        rogue.say(rogue.message(TOPIC, 1, "first"));
        rogue.say(rogue.message(TOPIC, 2, "second"));

        // Then
        assertThat(victim.heard).containsExactly("third", "first", "second");
    }

    @Test
    void topicsByTheThousandAreNotRemembered() {
        // When
        for (int i = 0; i < 10; i++) {
            int from = i * 500;
            List<SubscriptionChange> changes = IntStream.range(from, from + 500)
                    .mapToObj(n -> new SubscriptionChange(true, "topic " + n))
                    .toList();
            rogue.say(new Rpc(changes, List.of(), Control.NONE).encode());
        }
        rogue.say(rogue.message("topic 1", 1, "unasked"));

        // Then
        assertThat(victim.refusals.get(Refusal.TOO_MANY_TOPICS)).isEqualTo(5000 - 1023);
        assertThat(victim.refusals).containsKey(Refusal.NOT_SUBSCRIBED);
        assertThat(network.await(victim.gossip.peers("topic 1022"))).hasSize(1);
        assertThat(network.await(victim.gossip.peers("topic 1023"))).isEmpty();
    }

    @Test
    void offersOfMessagesThatDoNotExistAreFollowedToABoundAndCostTheScore() {
        // When
        for (int beat = 0; beat < 12; beat++) {
            for (int i = 0; i < 15; i++) {
                Offer offer = new Offer(TOPIC, ids(beat * 100_000 + i * 1000, 1000));
                rogue.say(new Control(List.of(offer), List.of(), List.of(), List.of(), List.of()));
            }
            network.run(Duration.ofMillis(250));
        }
        int[] footprint = network.await(victim.gossip.footprint());
        network.run(Duration.ofSeconds(5));

        // Then
        assertThat(footprint[0]).isLessThan(50_100);
        assertThat(victim.refusals).containsKeys(Refusal.TOO_MANY_OFFERS, Refusal.BROKEN_PROMISE);
        assertThat(score()).isLessThan(0);
        assertThat(network.await(victim.gossip.footprint())[0]).isLessThan(100);
    }

    @Test
    void graftsWithinABackOffCostTheScore() {
        // Given
        rogue.say(new Control(
                List.of(), List.of(), List.of(), List.of(new Prune(TOPIC, List.of(), OptionalLong.of(60))), List.of()));

        // When
        for (int i = 0; i < 10; i++) {
            rogue.graft(TOPIC);
        }

        // Then
        assertThat(victim.refusals.get(Refusal.GRAFT_IN_BACKOFF)).isEqualTo(20);
        assertThat(score()).isLessThan(-500);
        assertThat(network.await(victim.gossip.mesh(TOPIC))).doesNotContain(rogue.host.peerId());
        assertThat(rogue.heard.getLast().control().prunes())
                .containsExactly(new Prune(TOPIC, List.of(), OptionalLong.of(60)));
    }

    @Test
    void anRpcThatIsTooLongOrNoneEndsTheStreamOnly() {
        // When
        rogue.say(new byte[2 * 1024 * 1024]);
        rogue.reopen();
        rogue.say(new byte[] {0x12, 0x7f});
        rogue.reopen();
        rogue.say(rogue.message(TOPIC, 1, "after all"));

        // Then
        assertThat(victim.refusals).containsEntry(Refusal.BAD_RPC, 2);
        assertThat(victim.heard).containsExactly("after all");
    }

    @Test
    void aMessageIsSentOnRequestAFewTimesOnly() {
        // Given
        ByteString id = network.await(victim.publish(TOPIC, "wanted")).id();
        network.run(Duration.ofMillis(100));
        rogue.heard.clear();

        // When
        rogue.say(new Control(List.of(), Collections.nCopies(3000, id), List.of(), List.of(), List.of()));
        rogue.say(new Control(List.of(), Collections.nCopies(3000, id), List.of(), List.of(), List.of()));

        // Then
        assertThat(rogue.heard.stream().mapToInt(rpc -> rpc.messages().size()).sum())
                .isEqualTo(3);
        assertThat(victim.refusals).containsKey(Refusal.TOO_MANY_REQUESTS);
    }

    @Test
    void whatAPeerDoesNotWantIsRememberedToABound() {
        // When
        rogue.say(new Control(List.of(), List.of(), List.of(), List.of(), ids(0, 3000)));

        // Then
        assertThat(victim.refusals).containsKey(Refusal.TOO_MANY_UNWANTED);
    }

    @Test
    void whoReadsNothingIsNotWaitedFor() {
        // Given
        String text = "x".repeat(60_000);
        Rogue deaf = new Rogue(network, NUMBER + 1).deaf().attack(victim);
        deaf.subscribe(TOPIC);
        deaf.graft(TOPIC);

        // When
        for (int i = 0; i < 400; i++) {
            friend.publish(TOPIC, text + i);
            network.run(Duration.ofMillis(50));
        }

        // Then
        assertThat(victim.heard).hasSize(400);
        assertThat(network.await(victim.gossip.footprint())[2]).isLessThan(8 * 1024 * 1024);
        assertThat(victim.dropped).isPositive();
    }
}
