package dev.granary.libp2p.identify;

import dev.granary.libp2p.multiformats.Multiaddr;
import java.util.List;
import java.util.Optional;

/**
 * What a peer says of itself. Only what it has signed is proven.
 *
 * @param listenAddresses where it can be reached
 * @param observedAddress where it saw the asker come from
 * @param certified whether its addresses are those of a valid record that it has signed
 */
public record Identified(
        List<Multiaddr> listenAddresses,
        List<String> protocols,
        Optional<Multiaddr> observedAddress,
        String protocolVersion,
        String agentVersion,
        boolean certified) {
    public Identified {
        listenAddresses = List.copyOf(listenAddresses);
        protocols = List.copyOf(protocols);
    }
}
