package dev.granary.libp2p.host;

import dev.granary.libp2p.multiformats.Multiaddr;
import dev.granary.libp2p.stream.Closing;
import java.util.List;
import java.util.Set;

/** Learns what happens to a host. Called on the host's loop, so it must be quick. */
public interface HostListener {
    /** A connection is ready for streams. */
    default void connected(Connection connection) {}

    /** A connection is over. Its peer may have others. */
    default void disconnected(Connection connection, Closing closing) {}

    /** Other protocols are served than before. */
    default void protocolsChanged(Set<String> protocols) {}

    /** The host listens at other addresses than before. */
    default void addressesChanged(List<Multiaddr> addresses) {}
}
