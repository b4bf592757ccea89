package dev.granary.libp2p.host;

import java.time.Duration;

/**
 * Bounds on connections in the making.
 *
 * @param pendingArrivals connections from outside that may be in their handshakes at once; more are refused
 * @param upgrade from the first byte to a connection that is ready for streams
 * @param localUpgrade the same within the own network
 * @param negotiation the choice of a stream's protocol
 * @param dialsPerPeer addresses of one peer that are dialled at once
 * @param dials addresses that are dialled at once in all
 * @param waitingPeers peers whose dials wait for others to end; more are refused
 */
public record HandshakeLimits(
        int pendingArrivals,
        Duration upgrade,
        Duration localUpgrade,
        Duration negotiation,
        int dialsPerPeer,
        int dials,
        int waitingPeers) {
    public static final HandshakeLimits STANDARD = new HandshakeLimits(
            16, Duration.ofSeconds(15), Duration.ofSeconds(5), Duration.ofSeconds(10), 8, 160, 1024);

    public HandshakeLimits {
        if (pendingArrivals < 1 || dialsPerPeer < 1 || dials < dialsPerPeer || waitingPeers < 1) {
            throw new IllegalArgumentException("need at least one arrival and dial at a time");
        }
        if (!upgrade.isPositive() || !localUpgrade.isPositive() || !negotiation.isPositive()) {
            throw new IllegalArgumentException("the time for a handshake must be positive");
        }
    }
}
