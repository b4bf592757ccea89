/**
 * Time, chance and a network that a seed repeats. Everything of this library runs on a
 * {@link dev.granary.libp2p.loop.Loop}; on the virtual one hours pass in minutes, and a failure is played again from its
 * seed.
 *
 * <p>{@link dev.granary.libp2p.simulation.SimulatedNetwork} brings together thousands of hosts of one JVM. They are the
 * hosts that run on real networks: dialer, back-off, limits, identify, negotiation of streams. Only what lies below is left
 * out: bytes are not encrypted and not cut into frames, and what a stream flushes is one event. Signed records are
 * judged once for all hosts.
 *
 * <p>All is confined to the thread that runs the loop. What a run depends on is its seed alone: no clock, no identity
 * hash, no order of a hash set that the JVM chooses.
 */
@NullMarked
package dev.granary.libp2p.simulation;

import org.jspecify.annotations.NullMarked;
