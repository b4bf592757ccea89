/**
 * What the whole library must show on a simulated network: one scenario for each promise, with figures. Tests run them
 * with few hosts and many seeds, the benchmark with ten thousand hosts, and whoever wants to see a failure again by hand.
 */
@NullMarked
package dev.granary.libp2p.simulation.scenario;

import org.jspecify.annotations.NullMarked;
