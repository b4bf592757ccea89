package dev.granary.libp2p.peerstore;

import dev.granary.libp2p.identity.PublicKey;
import dev.granary.libp2p.multiformats.Multiaddr;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/**
 * All that is known of one peer at one moment.
 *
 * @param addresses each with the time until which it is good
 * @param record the newest record that the peer has signed, as it was received
 * @param agent the software that the peer says it runs, printable
 * @param connections open now
 */
public record KnownPeer(
        Map<Multiaddr, Instant> addresses,
        Optional<CertifiedRecord> record,
        Optional<PublicKey> key,
        Set<String> protocols,
        String agent,
        int connections) {
    static final KnownPeer STRANGER = new KnownPeer(Map.of(), Optional.empty(), Optional.empty(), Set.of(), "", 0);

    public KnownPeer {
        addresses = Map.copyOf(addresses);
        protocols = Set.copyOf(protocols);
    }

    /** Addresses that are good at {@code now}. */
    public List<Multiaddr> addressesAt(Instant now) {
        return addresses.entrySet().stream()
                .filter(entry -> entry.getValue().isAfter(now))
                .map(Map.Entry::getKey)
                .toList();
    }

    KnownPeer at(Map<Multiaddr, Instant> others) {
        return new KnownPeer(others, record, key, protocols, agent, connections);
    }

    KnownPeer certified(CertifiedRecord newer) {
        return new KnownPeer(addresses, Optional.of(newer), key, protocols, agent, connections);
    }

    KnownPeer describedBy(PublicKey proven, Set<String> spoken, String software) {
        return new KnownPeer(addresses, record, Optional.of(proven), spoken, software, connections);
    }

    KnownPeer connected(int more) {
        return new KnownPeer(addresses, record, key, protocols, agent, connections + more);
    }
}
