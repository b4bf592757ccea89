/**
 * Byte streams without a network: two ends in one JVM, on any loops. What the memory transport, the simulator and the
 * tests of all layers run on.
 */
@NullMarked
package dev.granary.libp2p.stream.memory;

import org.jspecify.annotations.NullMarked;
