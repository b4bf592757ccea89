package dev.granary.libp2p.simulation;

import java.time.Duration;

/**
 * How bad a simulated network is.
 *
 * @param loss the share of messages that have to be sent again, each time
 * @param retransmission after which a lost message is sent again; twice as long each further time
 * @param mostTries after which the connection is given up
 * @param patience until a connection is given up whose other end has silently gone
 * @param window bytes that may be on the way on one stream before its writer is told to wait
 */
public record NetworkSettings(double loss, Duration retransmission, int mostTries, Duration patience, int window) {
    /** One message in two hundred is lost, as between continents on a usual day. */
    public static final NetworkSettings STANDARD =
            new NetworkSettings(0.005, Duration.ofMillis(200), 8, Duration.ofSeconds(20), 256 * 1024);

    public NetworkSettings {
        if (loss < 0 || loss >= 1 || mostTries < 1 || window < 1) {
            throw new IllegalArgumentException("need 0 <= loss < 1, at least one try and a window");
        }
        if (!retransmission.isPositive() || !patience.isPositive()) {
            throw new IllegalArgumentException("times of a network must be positive");
        }
    }

    /** This network with another share of lost messages. */
    public NetworkSettings withLoss(double share) {
        return new NetworkSettings(share, retransmission, mostTries, patience, window);
    }
}
