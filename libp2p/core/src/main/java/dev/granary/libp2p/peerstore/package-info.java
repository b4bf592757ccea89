/** What is known of other peers: where they are, by what key, what they speak. Bounded, and forgetful. */
@NullMarked
package dev.granary.libp2p.peerstore;

import org.jspecify.annotations.NullMarked;
