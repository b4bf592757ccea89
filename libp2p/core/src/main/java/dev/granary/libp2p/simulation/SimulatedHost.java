package dev.granary.libp2p.simulation;

import dev.granary.libp2p.host.Host;
import dev.granary.libp2p.identify.Identify;

/** A host on a simulated network. */
public record SimulatedHost(Endpoint endpoint, Host host, Identify identify) {}
