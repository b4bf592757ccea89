/**
 * Gossipsub itself: who is in which mesh, what goes to whom, and what becomes of messages that come.
 *
 * <p>{@link dev.granary.libp2p.pubsub.router.GossipRouter} is the machine. It has no threads, clocks or streams: events
 * and the time, in nanoseconds of any origin, are arguments; what is to be said goes into the
 * {@link dev.granary.libp2p.pubsub.router.Outlet} of each peer, all else to its
 * {@link dev.granary.libp2p.pubsub.router.RouterSink}. Confined to one owner. Nothing depends on the order of hash codes, so
 * the same events and the same random numbers give the same run. Whatever a remote can make grow has a bound in
 * {@link dev.granary.libp2p.pubsub.router.RouterSettings}.
 */
@NullMarked
package dev.granary.libp2p.pubsub.router;

import org.jspecify.annotations.NullMarked;
