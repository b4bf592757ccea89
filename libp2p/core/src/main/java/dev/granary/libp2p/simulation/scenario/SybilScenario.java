package dev.granary.libp2p.simulation.scenario;

import dev.granary.libp2p.identity.PrivateKey;
import dev.granary.libp2p.kad.KademliaSettings;
import dev.granary.libp2p.kad.keyspace.KadKey;
import dev.granary.libp2p.kad.table.AddressGroup;
import dev.granary.libp2p.kad.wire.KadPeer;
import dev.granary.libp2p.multiformats.Multihash;
import dev.granary.libp2p.simulation.Endpoint;
import dev.granary.libp2p.simulation.Simulation;
import java.time.Duration;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;

/** A hundred ids of one /24, ground to lie around a key, hide neither its old provider nor a new one. */
final class SybilScenario implements Scenario {
    private static final int USUAL_NODES = 2_000;
    private static final int SYBILS = 100;
    private static final String NETWORK = "170.20.30.";
    /** So many of the honest are as near to the key as the Sybils. */
    private static final int HONEST_NEAR = 10;

    private static final int MOST_ASKED = 400;
    private static final int MOST_IN_GROUP = 3;
    private static final int MOST_PROVIDERS = 20;
    private static final double ENOUGH = 0.99;
    private static final int JOINS_PER_SECOND = 20;
    private static final Duration SETTLING = Duration.ofMinutes(2);
    private static final Duration SIEGE = Duration.ofMinutes(5);
    private static final Duration PHASE = Duration.ofSeconds(30);

    @Override
    public String name() {
        return "sybils";
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
        private final DhtWorld world;
        private final Liars sybils;
        private final Multihash key;
        private final Set<DhtNode> evil = new HashSet<>();
        private int mostInGroup;
        private int looked;

        private Play(Simulation simulation) {
            this.simulation = simulation;
            this.world = new DhtWorld(simulation, KademliaSettings.STANDARD);
            this.sybils = new Liars(world.population(), simulation.loop().random(), false);
            byte[] content = new byte[Integer.BYTES * 2];
            simulation.random().nextBytes(content);
            this.key = Multihash.sha256(content);
        }

        private List<Figure> play() {
            int nodes = simulation.recipe().nodes();
            world.trust(node -> !evil.contains(node));
            simulation.phase("joining");
            world.populate(nodes, Duration.ofSeconds(Math.max(10, nodes / JOINS_PER_SECOND)));
            simulation.run(SETTLING);
            DhtNode old = honest(true);
            old.kad().provide(key);
            simulation.run(PHASE);
            simulation.phase("siege");
            besiege();
            simulation.run(SIEGE);
            DhtNode fresh = honest(true);
            fresh.kad().provide(key);
            simulation.run(PHASE);
            simulation.phase("lookups");
            Tally ofOld = new Tally();
            Tally ofFresh = new Tally();
            int count = Math.min(MOST_ASKED, 2 * nodes);
            for (int i = 0; i < count; i++) {
                simulation.loop().schedule(PHASE.multipliedBy(i).dividedBy(count), () -> {
                    ask(old, ofOld);
                    ask(fresh, ofFresh);
                });
            }
            simulation.run(PHASE);
            simulation.runUntil(() -> ofOld.isOver() && ofFresh.isOver(), SETTLING);
            lookIntoTables();
            return List.of(
                    ofOld.atLeast("lookups that found who provided before the siege", ENOUGH),
                    ofFresh.atLeast("lookups that found who provided during the siege", ENOUGH),
                    Figure.atMost("slots of one IP group in any of " + looked + " tables", mostInGroup, MOST_IN_GROUP));
        }

        private DhtNode honest(boolean serving) {
            return world.someone(node -> !evil.contains(node) && (node.serves() || !serving))
                    .orElseThrow();
        }

        private void besiege() {
            KadKey target = KadKey.of(key.bytes());
            long honest = world.alive().stream().filter(DhtNode::serves).count();
            int prefix = Math.max(0, (int) (Math.log((double) honest / HONEST_NEAR) / Math.log(2)));
            for (int i = 0; i < SYBILS; i++) {
                PrivateKey ground = world.population().key();
                while (target.commonPrefix(KadKey.of(ground.publicKey().peerId())) < prefix) {
                    ground = world.population().key();
                }
                DhtNode sybil = world.node(
                        world.population().join(ground, Endpoint.Attachment.at(NETWORK + (i + 1), true)), true);
                evil.add(sybil);
                sybils.add(sybil);
                world.start(sybil);
                sybil.host().loop().schedule(Duration.ofMillis(1), () -> sybil.host()
                        .handle(KademliaSettings.PUBLIC, sybils));
            }
        }

        private void ask(DhtNode provider, Tally tally) {
            tally.begin();
            honest(false)
                    .kad()
                    .findProviders(key, MOST_PROVIDERS)
                    .whenComplete((found, failure) -> tally.end(failure == null
                            && found.stream().anyMatch(peer -> peer.id().equals(provider.id()))));
        }

        private void lookIntoTables() {
            for (DhtNode node : world.alive()) {
                if (!evil.contains(node)) {
                    looked++;
                    node.kad().peers().thenAccept(this::count);
                }
            }
            simulation.run(Duration.ofSeconds(1));
        }

        private void count(List<KadPeer> table) {
            Map<Long, Integer> groups = new HashMap<>();
            for (KadPeer peer : table) {
                mostInGroup = Math.max(mostInGroup, groups.merge(AddressGroup.of(peer), 1, Integer::sum));
            }
        }
    }
}
