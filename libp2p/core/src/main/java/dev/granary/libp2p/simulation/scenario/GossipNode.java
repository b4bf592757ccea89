package dev.granary.libp2p.simulation.scenario;

import dev.granary.libp2p.multiformats.PeerId;
import dev.granary.libp2p.pubsub.Gossip;
import dev.granary.libp2p.pubsub.GossipListener;
import dev.granary.libp2p.pubsub.GossipMessage;
import dev.granary.libp2p.pubsub.GossipSettings;
import dev.granary.libp2p.pubsub.Validator;
import dev.granary.libp2p.pubsub.router.TopicRules;
import dev.granary.libp2p.pubsub.router.Verdict;
import dev.granary.libp2p.simulation.SimulatedHost;
import dev.granary.libp2p.simulation.Simulation;
import java.nio.ByteBuffer;
import java.util.List;

/** A host that gossips about one topic: a good one, or one that publishes nonsense and passes on nothing else. */
final class GossipNode {
    static final String TOPIC = "news";

    private static final byte GOOD = 1;
    private static final byte NONSENSE = 2;
    private static final int SIZE = 1 + Integer.BYTES;
    private static final GossipSettings SETTINGS = GossipSettings.STANDARD.withRules(topic -> TopicRules.UNSIGNED);

    private final SimulatedHost host;
    private final Gossip gossip;
    private final boolean spammer;
    private int said;

    GossipNode(SimulatedHost host, boolean spammer, Simulation simulation, GossipListener listener) {
        this.host = host;
        this.spammer = spammer;
        this.gossip = new Gossip(host.host(), SETTINGS, simulation.loop().random());
        gossip.subscribe(TOPIC, Validator.of(spammer ? GossipNode::judgedBySpammer : GossipNode::judged), listener);
    }

    private static Verdict judged(GossipMessage message) {
        return isGood(message) ? Verdict.ACCEPT : Verdict.REJECT;
    }

    private static Verdict judgedBySpammer(GossipMessage message) {
        return Verdict.IGNORE;
    }

    private static boolean isGood(GossipMessage message) {
        return message.data().size() == SIZE && message.data().byteAt(0) == GOOD;
    }

    /** The number of a message of a good host. */
    static int number(GossipMessage message) {
        return message.data().asReadOnlyByteBuffer().getInt(1);
    }

    SimulatedHost host() {
        return host;
    }

    boolean isSpammer() {
        return spammer;
    }

    void publish(int number) {
        gossip.publish(TOPIC, ByteBuffer.allocate(SIZE).put(GOOD).putInt(number).array());
    }

    /** Publishes something that nobody has seen before and nobody wants. */
    void spam() {
        said++;
        gossip.publish(
                TOPIC,
                ByteBuffer.allocate(SIZE + Integer.BYTES)
                        .put(NONSENSE)
                        .putInt(host.endpoint().number())
                        .putInt(said)
                        .array());
    }

    /** With whom messages are exchanged; on the simulation's thread it is known at once. */
    List<PeerId> mesh() {
        return gossip.mesh(TOPIC).toCompletableFuture().join();
    }
}
