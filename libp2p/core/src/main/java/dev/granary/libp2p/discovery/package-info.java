/**
 * Gets to know other peers: dials those that discovery finds, no faster than is polite, and keeps connections with the peers
 * that a network begins with. All of it runs on the host's loop; what others claim is dialled, never believed.
 */
@NullMarked
package dev.granary.libp2p.discovery;

import org.jspecify.annotations.NullMarked;
