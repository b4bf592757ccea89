/**
 * Messages to all who subscribed to a topic: gossipsub 1.1 and 1.2, and floodsub with peers that know no better.
 *
 * <p>{@link dev.granary.libp2p.pubsub.Gossip} is the door for programs. It drives the machine in {@code router} on the
 * host's loop: opens one stream to each peer that speaks the protocol, reads those of others, has signatures checked
 * elsewhere, and asks the program what it thinks of each message before it is passed on. Each peer's queue, what is being
 * checked, and what is remembered have bounds; a peer that is too slow loses gossip first, then messages of others, and is
 * cut off in the end.
 */
@NullMarked
package dev.granary.libp2p.pubsub;

import org.jspecify.annotations.NullMarked;
