/**
 * Time and chance that a seed repeats. Everything of this library runs on a {@link dev.granary.libp2p.loop.Loop}; on the
 * virtual one hours pass in milliseconds, and a failure is played again from its seed.
 */
@NullMarked
package dev.granary.libp2p.simulation;

import org.jspecify.annotations.NullMarked;
