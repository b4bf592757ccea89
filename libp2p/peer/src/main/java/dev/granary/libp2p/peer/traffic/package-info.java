/**
 * What goes over streams of a scripted peer: a pattern that shows lost and doubled bytes, echo, upload and download, aborts,
 * each as the side that opens and as the side that serves.
 *
 * <p>Everything here lives on the loop of its stream and never blocks; who waits for an {@link
 * dev.granary.libp2p.peer.traffic.Exchange} does so elsewhere.
 */
@NullMarked
package dev.granary.libp2p.peer.traffic;

import org.jspecify.annotations.NullMarked;
