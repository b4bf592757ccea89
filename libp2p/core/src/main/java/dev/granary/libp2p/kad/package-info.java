/**
 * Kademlia: peers that together know where every peer is, who has what, and a few small values.
 *
 * <p>{@link dev.granary.libp2p.kad.Kademlia} is the door. It drives plain machines, each in a package of its own: the
 * {@code keyspace}, the {@code table} of known peers, the {@code lookup} that walks towards a key, the {@code records}
 * that are kept for others, and the {@code wire}. Everything runs on the host's loop; streams that live on other loops hand
 * over what they bring. Whatever a remote can fill has a bound, and every refusal a reason that is counted.
 *
 * <p>What a lookup finds is what peers say. Values are believed because their validator proves them; a provider is a hint,
 * and what it delivers has to be checked by whoever fetches it.
 */
@NullMarked
package dev.granary.libp2p.kad;

import org.jspecify.annotations.NullMarked;
