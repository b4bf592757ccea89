/**
 * What a server of the DHT keeps for others: values and who provides what, each for a while and within bounds. Plain
 * state, confined to one loop; writing it down is up to its owner, by {@link dev.granary.libp2p.kad.records.SnapshotStore}.
 */
@NullMarked
package dev.granary.libp2p.kad.records;

import org.jspecify.annotations.NullMarked;
