/** The space that peers and keys share: 256 bits, near and far by exclusive or. */
@NullMarked
package dev.granary.libp2p.kad.keyspace;

import org.jspecify.annotations.NullMarked;
