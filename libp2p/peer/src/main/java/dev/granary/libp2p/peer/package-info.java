/**
 * One libp2p peer in a process of its own, told what to do by JSON lines on its input ({@code PROTOCOL.md}).
 *
 * <p>{@link dev.granary.libp2p.peer.Main} connects the lines to {@link dev.granary.libp2p.peer.ScriptedPeer}, which does what
 * is asked with a host of {@link dev.granary.libp2p.peer.HostSetup}. Operations block on virtual threads; streams are
 * worked on the loops that they live on.
 */
@NullMarked
package dev.granary.libp2p.peer;

import org.jspecify.annotations.NullMarked;
