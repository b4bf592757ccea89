package dev.granary.libp2p.simulation.scenario;

import dev.granary.libp2p.kad.KademliaSettings;
import dev.granary.libp2p.simulation.Simulation;
import java.time.Duration;
import java.util.List;

/** Lookups find the exact nearest peers, while nobody or half of the hosts come and go within an hour. */
final class LookupScenario implements Scenario {
    private static final int USUAL_NODES = 10_000;
    private static final int FEWER_ROUNDS = 4;
    private static final int JOINS_PER_SECOND = 20;
    private static final int MOST_LOOKUPS = 2_000;
    private static final int LOOKUPS_PER_NODE = 2;
    private static final Duration SETTLING = Duration.ofMinutes(2);

    private final String name;
    private final double churn;
    private final double exact;

    /**
     * @param churn the share of hosts that leave within an hour
     * @param exact the share of lookups that must find the exact nearest
     */
    LookupScenario(String name, double churn, double exact) {
        this.name = name;
        this.churn = churn;
        this.exact = exact;
    }

    @Override
    public String name() {
        return name;
    }

    @Override
    public int usualNodes() {
        return USUAL_NODES;
    }

    @Override
    public List<Figure> play(Simulation simulation) {
        DhtWorld world = new DhtWorld(simulation, KademliaSettings.STANDARD);
        int nodes = simulation.recipe().nodes();
        simulation.eachSecond(world::crowdedConnection);
        simulation.phase("joining");
        world.populate(nodes, Duration.ofSeconds(Math.max(10, nodes / JOINS_PER_SECOND)));
        simulation.phase("settling");
        simulation.run(SETTLING);
        if (churn > 0) {
            world.churn(churn);
            simulation.run(SETTLING.multipliedBy(5));
        }
        simulation.phase("lookups");
        Lookups lookups = new Lookups(world, node -> true, SETTLING);
        int count = Math.min(MOST_LOOKUPS, LOOKUPS_PER_NODE * nodes);
        lookups.run(count, Duration.ofMinutes(2));
        return List.of(lookups.exact(exact), lookups.rounds(FEWER_ROUNDS), lookups.times());
    }
}
