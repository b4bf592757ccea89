/** Event loops of the network, as {@link dev.granary.libp2p.loop.Loop}s, and the addresses of sockets. */
@NullMarked
package dev.granary.libp2p.transport.netty;

import org.jspecify.annotations.NullMarked;
