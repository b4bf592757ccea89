package dev.granary.libp2p.simulation.scenario;

import dev.granary.libp2p.simulation.NetworkSettings;
import dev.granary.libp2p.simulation.Simulation;
import java.util.List;

/** One thing that a network of our peers must show. */
public interface Scenario {
    /** What to call it on the command line. */
    String name();

    /** How many hosts it takes when nobody says otherwise. */
    int usualNodes();

    /** How bad its network is. */
    default NetworkSettings network() {
        return NetworkSettings.STANDARD;
    }

    /** Plays it, and tells what came out. */
    List<Figure> play(Simulation simulation);
}
