/**
 * How the peers nearest to a key are found, without asking anybody: a {@link dev.granary.libp2p.kad.lookup.Walk} is told
 * what came and says whom to ask next. Its owner asks, measures and waits. Confined to one loop; times are nanoseconds.
 */
@NullMarked
package dev.granary.libp2p.kad.lookup;

import org.jspecify.annotations.NullMarked;
