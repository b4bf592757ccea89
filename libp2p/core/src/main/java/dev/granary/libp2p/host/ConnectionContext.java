package dev.granary.libp2p.host;

import dev.granary.libp2p.limits.ResourceScope;
import dev.granary.libp2p.multistream.MultistreamSelect;
import dev.granary.libp2p.peerstore.PeerStore;
import java.util.List;

/**
 * What a connection shares with the others of its peer and its host.
 *
 * @param scopes that each of its streams counts in, from the first byte on
 * @param unproven that a stream from outside counts in until its protocol is agreed on
 */
record ConnectionContext(
        List<ResourceScope> scopes,
        ResourceScope unproven,
        Protocols protocols,
        MultistreamSelect select,
        PeerStore peerStore,
        HostObserver observer) {
    ConnectionContext {
        scopes = List.copyOf(scopes);
    }
}
