package dev.granary.libp2p.pubsub.router;

import dev.granary.libp2p.pubsub.wire.Version;
import java.net.InetAddress;
import java.util.Optional;

/**
 * How a peer is connected.
 *
 * @param dialled whether we asked for the connection
 * @param ip where it is; empty for transports without
 */
public record RouterPeer(Version version, boolean dialled, Optional<InetAddress> ip, Outlet outlet) {}
