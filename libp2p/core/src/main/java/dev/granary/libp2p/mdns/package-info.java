/**
 * Finds peers in the local network by multicast DNS, and lets them find us.
 *
 * <p>What comes in was written by anybody in the network: it is bounded, it names candidates only, and each is who it says
 * once a secured connection has proven it. {@link dev.granary.libp2p.mdns.MdnsDiscovery} alone has sockets and threads; all
 * else is values, and {@link dev.granary.libp2p.mdns.Conversation} is confined to the loop.
 */
@NullMarked
package dev.granary.libp2p.mdns;

import org.jspecify.annotations.NullMarked;
