/**
 * Peers tell each other who they are, where they listen and what they speak: when a connection opens, and again when
 * something has changed.
 */
@NullMarked
package dev.granary.libp2p.identify;

import org.jspecify.annotations.NullMarked;
