package dev.granary.libp2p.simulation;

import java.util.Optional;

/** Something that holds at every moment of a run. */
@FunctionalInterface
public interface Invariant {
    /** In which way it does not hold; empty as long as it does. */
    Optional<String> broken();
}
