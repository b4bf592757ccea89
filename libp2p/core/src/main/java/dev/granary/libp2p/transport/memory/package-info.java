/** A network within one JVM, for tests and simulations: {@code /memory/1}, on any loops, with a latency if wanted. */
@NullMarked
package dev.granary.libp2p.transport.memory;

import org.jspecify.annotations.NullMarked;
