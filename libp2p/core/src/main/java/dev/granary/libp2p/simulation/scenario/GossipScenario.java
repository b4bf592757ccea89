package dev.granary.libp2p.simulation.scenario;

import dev.granary.libp2p.multiformats.PeerId;
import dev.granary.libp2p.simulation.Simulation;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.Set;
import java.util.random.RandomGenerator;

/** Every fifth host is a spammer: all good messages come to all good hosts soon, and the spammers are shut out. */
final class GossipScenario implements Scenario {
    private static final int SPAMMER_IS_EACH = 5;
    private static final int DIALS = 10;
    private static final int MESSAGES = 20;
    private static final int MOST_IN_MESH = 24;
    private static final Duration ARRIVALS = Duration.ofSeconds(10);
    private static final Duration SPAM_INTERVAL = Duration.ofSeconds(5);
    private static final Duration SPAM_ALONE = Duration.ofSeconds(30);
    private static final Duration PAUSE = Duration.ofSeconds(1);
    /** Five heartbeats. */
    private static final Duration IN_TIME = Duration.ofSeconds(5);

    private static final int USUAL_NODES = 10_000;

    @Override
    public String name() {
        return "gossip";
    }

    @Override
    public int usualNodes() {
        return USUAL_NODES;
    }

    @Override
    public List<Figure> play(Simulation simulation) {
        return new Play(simulation).play();
    }

    /** One run. */
    private static final class Play {
        private final Simulation simulation;
        private final RandomGenerator random;
        private final List<GossipNode> nodes = new ArrayList<>();
        private final List<GossipNode> good = new ArrayList<>();
        private final Set<PeerId> spammers = new HashSet<>();
        private final Delivery delivery = new Delivery(MESSAGES);

        private Play(Simulation simulation) {
            this.simulation = simulation;
            this.random = simulation.random();
        }

        private List<Figure> play() {
            simulation.phase("joining");
            populate();
            simulation.run(ARRIVALS.plus(PAUSE));
            simulation.phase("spam alone");
            nodes.stream().filter(GossipNode::isSpammer).forEach(this::beginToSpam);
            simulation.run(SPAM_ALONE);
            simulation.phase("messages");
            for (int i = 0; i < MESSAGES; i++) {
                delivery.publish(i, simulation.loop().nanoTime(), good.size() - 1);
                good.get(random.nextInt(good.size())).publish(i);
                simulation.run(PAUSE);
            }
            simulation.run(IN_TIME);
            return figures();
        }

        private void populate() {
            Population population = new Population(simulation);
            for (int i = 0; i < simulation.recipe().nodes(); i++) {
                GossipNode node = node(population, i % SPAMMER_IS_EACH == SPAMMER_IS_EACH - 1);
                nodes.add(node);
                if (node.isSpammer()) {
                    spammers.add(node.host().host().peerId());
                } else {
                    good.add(node);
                }
            }
            nodes.forEach(this::dialSome);
        }

        private GossipNode node(Population population, boolean spammer) {
            GossipNode node = new GossipNode(population.join(true), spammer, simulation, message -> {
                if (!spammer) {
                    long now = simulation.loop().nanoTime();
                    delivery.arrive(GossipNode.number(message), now, IN_TIME.toNanos());
                }
            });
            simulation.always(node.host().endpoint(), () -> {
                int mesh = node.mesh().size();
                return mesh <= MOST_IN_MESH ? Optional.empty() : Optional.of("A mesh of " + mesh + " peers.");
            });
            return node;
        }

        private void dialSome(GossipNode node) {
            for (int i = 0; i < DIALS; i++) {
                GossipNode other = nodes.get(random.nextInt(nodes.size()));
                if (!other.equals(node)) {
                    node.host().host().loop().schedule(upTo(ARRIVALS), () -> node.host()
                            .host()
                            .connect(
                                    other.host().host().peerId(),
                                    other.host().host().listenAddresses()));
                }
            }
        }

        private Duration upTo(Duration most) {
            return Duration.ofNanos(random.nextLong(most.toNanos()));
        }

        private void beginToSpam(GossipNode spammer) {
            spammer.host().host().loop().schedule(upTo(SPAM_INTERVAL), () -> spamOn(spammer));
        }

        private void spamOn(GossipNode spammer) {
            spammer.spam();
            spammer.host().host().loop().schedule(SPAM_INTERVAL, () -> spamOn(spammer));
        }

        private List<Figure> figures() {
            long in = good.stream()
                    .flatMap(node -> node.mesh().stream())
                    .filter(spammers::contains)
                    .count();
            return List.of(
                    Figure.atLeast(
                            "good messages delivered within 5 heartbeats", delivery.inTime(), delivery.expected(), 1),
                    Figure.told(
                            "delivery p50, p99, slowest",
                            String.format(
                                    Locale.ROOT,
                                    "%.0f ms, %.0f ms, %.0f ms",
                                    delivery.millis(0.5),
                                    delivery.millis(0.99),
                                    delivery.millis(1))),
                    Figure.atMost("spammers in meshes of good hosts", in, 0));
        }
    }
}
