package dev.granary.libp2p.simulation.scenario;

import dev.granary.libp2p.kad.KademliaSettings;
import dev.granary.libp2p.simulation.Simulation;
import java.time.Duration;
import java.util.List;

/** A network that fell into two halves is whole within a minute after it was healed. */
final class PartitionScenario implements Scenario {
    private static final int USUAL_NODES = 2_000;
    private static final int MOST_LOOKUPS = 1_000;
    private static final double ENOUGH = 0.99;
    private static final int JOINS_PER_SECOND = 20;
    private static final Duration SETTLING = Duration.ofMinutes(2);
    private static final Duration APART = Duration.ofMinutes(5);
    private static final Duration HEALING = Duration.ofMinutes(1);

    @Override
    public String name() {
        return "partition";
    }

    @Override
    public int usualNodes() {
        return USUAL_NODES;
    }

    @Override
    public List<Figure> play(Simulation simulation) {
        DhtWorld world = new DhtWorld(simulation, KademliaSettings.STANDARD);
        int nodes = simulation.recipe().nodes();
        simulation.phase("joining");
        world.populate(nodes, Duration.ofSeconds(Math.max(10, nodes / JOINS_PER_SECOND)));
        simulation.run(SETTLING);
        simulation.phase("apart");
        simulation.network().cut(endpoint -> endpoint.number() % 2);
        Lookups apart = new Lookups(world, node -> true, SETTLING);
        apart.run(Math.min(MOST_LOOKUPS, nodes), APART);
        simulation.phase("healing");
        simulation.network().heal();
        simulation.run(HEALING);
        Lookups healed = new Lookups(world, node -> true, SETTLING);
        healed.run(Math.min(MOST_LOOKUPS, 2 * nodes), Duration.ofSeconds(20));
        return List.of(healed.exact(ENOUGH), healed.times());
    }
}
