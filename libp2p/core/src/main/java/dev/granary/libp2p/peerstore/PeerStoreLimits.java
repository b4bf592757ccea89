package dev.granary.libp2p.peerstore;

import java.time.Duration;

/**
 * How much a {@link PeerStore} remembers.
 *
 * @param peers in all; those without a connection that were heard of longest ago are forgotten first
 * @param addressesPerPeer the rest of an announcement is ignored
 * @param protocolsPerPeer the rest of an announcement is ignored
 * @param afterConnection how long a peer's addresses are good after its last connection
 */
public record PeerStoreLimits(int peers, int addressesPerPeer, int protocolsPerPeer, Duration afterConnection) {
    public static final PeerStoreLimits STANDARD = new PeerStoreLimits(10_000, 64, 1024, Duration.ofMinutes(30));

    public PeerStoreLimits {
        if (peers < 1 || addressesPerPeer < 1 || protocolsPerPeer < 1 || !afterConnection.isPositive()) {
            throw new IllegalArgumentException("limits of a peer store must be positive");
        }
    }
}
