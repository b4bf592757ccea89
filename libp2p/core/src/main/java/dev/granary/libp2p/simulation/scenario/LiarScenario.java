package dev.granary.libp2p.simulation.scenario;

import com.google.protobuf.ByteString;
import dev.granary.libp2p.kad.FoundValue;
import dev.granary.libp2p.kad.KademliaSettings;
import dev.granary.libp2p.multiformats.Multihash;
import dev.granary.libp2p.multiformats.PeerId;
import dev.granary.libp2p.simulation.Simulation;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.function.IntConsumer;
import java.util.stream.IntStream;

/** A fifth of the hosts lies: no wrong record is taken for right, and what is there is found all the same. */
final class LiarScenario implements Scenario {
    private static final int LIAR_IS_EACH = 5;
    private static final int USUAL_NODES = 2_000;
    private static final int MOST_KEYS = 100;
    private static final int ASKED_EACH = 4;
    private static final int MOST_PROVIDERS = 200;
    private static final int PATHS = 3;
    private static final double ENOUGH = 0.99;
    private static final int JOINS_PER_SECOND = 20;
    private static final Duration SETTLING = Duration.ofMinutes(2);
    private static final Duration PHASE = Duration.ofSeconds(30);

    @Override
    public String name() {
        return "liars";
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
        private final Liars liars;
        private final Set<PeerId> lying = new HashSet<>();
        private final List<byte[]> keys = new ArrayList<>();
        private final List<DhtNode> owners = new ArrayList<>();
        private final Tally values = new Tally();
        private final Tally providers = new Tally();
        private int joined;

        private Play(Simulation simulation) {
            this.simulation = simulation;
            this.world = new DhtWorld(
                    simulation, KademliaSettings.STANDARD.withValidators(Map.of(Proof.NAMESPACE, new Proof())));
            this.liars = new Liars(world.population(), simulation.loop().random(), true);
        }

        private List<Figure> play() {
            int nodes = simulation.recipe().nodes();
            simulation.eachSecond(world::crowdedConnection);
            world.onJoin(this::corruptSome);
            world.trust(this::isHonest);
            simulation.phase("joining");
            world.populate(nodes, Duration.ofSeconds(Math.max(10, nodes / JOINS_PER_SECOND)));
            simulation.run(SETTLING);
            simulation.phase("lookups");
            spread(Math.min(MOST_KEYS, nodes), this::keep);
            simulation.run(PHASE);
            spread(ASKED_EACH * keys.size(), this::ask);
            simulation.runUntil(() -> values.isOver() && providers.isOver(), SETTLING);
            Lookups lookups = new Lookups(world, this::isHonest, SETTLING);
            lookups.run(ASKED_EACH * keys.size(), PHASE);
            return List.of(
                    values.neverWrong("wrong records taken for right"),
                    values.atLeast("values found", ENOUGH),
                    providers.atLeast("providers found", ENOUGH),
                    lookups.exact(ENOUGH));
        }

        private boolean isHonest(DhtNode node) {
            return !lying.contains(node.id());
        }

        private void corruptSome(DhtNode node) {
            joined++;
            if (joined % LIAR_IS_EACH == 1 && node.serves()) {
                lying.add(node.id());
                liars.add(node);
                // after it has begun to serve honestly
                node.host().loop().schedule(Duration.ofMillis(1), () -> node.host()
                        .handle(KademliaSettings.PUBLIC, liars));
            }
        }

        private void spread(int count, IntConsumer task) {
            IntStream.range(0, count)
                    .forEach(i ->
                            simulation.loop().schedule(PHASE.multipliedBy(i).dividedBy(count), () -> task.accept(i)));
            simulation.run(PHASE);
        }

        private DhtNode someone(boolean serving) {
            return world.someone(node -> isHonest(node) && (node.serves() || !serving))
                    .orElseThrow();
        }

        /** Somebody puts a value and provides what another key names. */
        private void keep(int number) {
            byte[] key = ("/" + Proof.NAMESPACE + "/" + number).getBytes(StandardCharsets.UTF_8);
            DhtNode owner = someone(true);
            keys.add(key);
            owners.add(owner);
            owner.kad().put(key, Proof.of(key));
            owner.kad().provide(Multihash.sha256(key));
        }

        private void ask(int number) {
            byte[] key = keys.get(number % keys.size());
            PeerId owner = owners.get(number % keys.size()).id();
            DhtNode asker = someone(false);
            values.begin();
            providers.begin();
            asker.kad().findValue(key, PATHS).whenComplete((found, failure) -> judge(key, found));
            asker.kad()
                    .findProviders(Multihash.sha256(key), MOST_PROVIDERS, PATHS)
                    .whenComplete((found, failure) -> providers.end(failure == null
                            && found.stream().anyMatch(peer -> peer.id().equals(owner))));
        }

        private void judge(byte[] key, Optional<FoundValue> found) {
            boolean right = found != null
                    && found.isPresent()
                    && found.get().value().equals(ByteString.copyFrom(Proof.of(key)));
            if (found != null && found.isPresent() && !right) {
                values.wrong();
            }
            values.end(right);
        }
    }
}
