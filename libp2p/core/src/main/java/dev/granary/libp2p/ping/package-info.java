/** Asks whether a peer is there, and how far away. */
@NullMarked
package dev.granary.libp2p.ping;

import org.jspecify.annotations.NullMarked;
