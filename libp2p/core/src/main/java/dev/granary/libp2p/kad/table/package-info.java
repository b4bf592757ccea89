/**
 * Whom a peer of the DHT remembers: a few peers far away, more the nearer they are.
 *
 * <p>Plain state, confined to one loop: it is told who was met, and tells who is nearest. It never dials.
 */
@NullMarked
package dev.granary.libp2p.kad.table;

import org.jspecify.annotations.NullMarked;
