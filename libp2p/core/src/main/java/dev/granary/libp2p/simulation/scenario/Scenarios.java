package dev.granary.libp2p.simulation.scenario;

import java.util.List;
import java.util.Optional;

/** All scenarios. */
public final class Scenarios {
    private static final List<Scenario> ALL = List.of(
            new LookupScenario("lookups", 0, 0.999),
            new LookupScenario("churn", 0.5, 0.99),
            new LiarScenario(),
            new SybilScenario(),
            new PartitionScenario(),
            new GossipScenario());

    private Scenarios() {}

    public static List<Scenario> all() {
        return ALL;
    }

    public static Optional<Scenario> named(String name) {
        return ALL.stream().filter(scenario -> scenario.name().equals(name)).findFirst();
    }
}
