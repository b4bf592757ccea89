package dev.granary.libp2p.limits;

import dev.granary.libp2p.multiformats.Multiaddr;
import dev.granary.libp2p.multiformats.PeerId;
import java.net.InetAddress;
import java.util.Optional;
import java.util.Set;

/**
 * A gater of lists. What is denied stays out; where something is allowed by name, nothing else of its kind comes in.
 *
 * @param allowedPeers empty for all
 * @param allowedRanges of IP addresses, such as {@code 10.0.0.0/8}; empty for all. An address without IP passes
 */
public record AccessRules(
        Set<PeerId> allowedPeers, Set<PeerId> deniedPeers, Set<IpRange> allowedRanges, Set<IpRange> deniedRanges)
        implements Gater {
    public AccessRules {
        allowedPeers = Set.copyOf(allowedPeers);
        deniedPeers = Set.copyOf(deniedPeers);
        allowedRanges = Set.copyOf(allowedRanges);
        deniedRanges = Set.copyOf(deniedRanges);
    }

    @Override
    public boolean allowsDial(PeerId peer, Multiaddr address) {
        return allows(peer) && allowsArrival(address);
    }

    @Override
    public boolean allowsArrival(Multiaddr remote) {
        Optional<InetAddress> ip = IpGroup.ipOf(remote);
        return ip.isEmpty() || allows(ip.get());
    }

    @Override
    public boolean allowsSecured(PeerId peer, Multiaddr remote, boolean dialled) {
        return allows(peer);
    }

    private boolean allows(PeerId peer) {
        return !deniedPeers.contains(peer) && (allowedPeers.isEmpty() || allowedPeers.contains(peer));
    }

    private boolean allows(InetAddress ip) {
        return deniedRanges.stream().noneMatch(range -> range.contains(ip))
                && (allowedRanges.isEmpty() || allowedRanges.stream().anyMatch(range -> range.contains(ip)));
    }
}
