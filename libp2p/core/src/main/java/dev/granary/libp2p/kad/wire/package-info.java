/** What peers of the DHT say to each other, byte for byte. Nothing in here remembers or decides. */
@NullMarked
package dev.granary.libp2p.kad.wire;

import org.jspecify.annotations.NullMarked;
