package dev.granary.libp2p.pubsub.score;

import java.time.Duration;

/**
 * What a peer's doings in one topic are worth.
 *
 * @param weight of the topic among others
 * @param timeInMesh P1: worth and cap of each {@code meshQuantum} in the mesh; its decay says nothing
 * @param firstDeliveries P2: messages that the peer was the first to bring
 * @param meshDeliveries P3 and P3b: what it costs to bring less than was expected
 * @param invalidWeight P4: of the square of the number of invalid messages, negative
 * @param invalidDecay the time within which an invalid message is forgotten
 */
public record TopicScoreSettings(
        double weight,
        Rate timeInMesh,
        Duration meshQuantum,
        Rate firstDeliveries,
        MeshDeliveries meshDeliveries,
        double invalidWeight,
        Duration invalidDecay) {
    public static final TopicScoreSettings STANDARD = new TopicScoreSettings(
            0.1,
            new Rate(0.0002778, Duration.ofHours(1), 3600),
            Duration.ofSeconds(1),
            new Rate(0.5, Duration.ofHours(1), 100),
            MeshDeliveries.OFF,
            -1000,
            Duration.ofHours(1));

    public TopicScoreSettings {
        if (!(weight >= 0) || invalidWeight > 0 || timeInMesh.weight() < 0 || firstDeliveries.weight() < 0) {
            throw new IllegalArgumentException("merits weigh 0 or more, faults 0 or less");
        }
        if (!meshQuantum.isPositive() || !invalidDecay.isPositive()) {
            throw new IllegalArgumentException("times must be positive");
        }
    }

    /** These settings with {@code expected} of each peer in the mesh: for topics with steady traffic. */
    public TopicScoreSettings expecting(MeshDeliveries expected) {
        return new TopicScoreSettings(
                weight, timeInMesh, meshQuantum, firstDeliveries, expected, invalidWeight, invalidDecay);
    }

    /**
     * What is expected of a peer in the mesh.
     *
     * @param rate weight of the square of what is missing, negative; decay and cap of what was delivered
     * @param threshold deliveries that are enough
     * @param window after a message came first within which others are still said to have delivered it
     * @param activation time in the mesh after which it is expected
     * @param failureWeight P3b: of what was missing when the peer left the mesh, negative
     * @param failureDecay the time within which that is forgotten
     */
    public record MeshDeliveries(
            Rate rate,
            double threshold,
            Duration window,
            Duration activation,
            double failureWeight,
            Duration failureDecay) {
        /** Nothing is expected, as suits topics with few messages. */
        public static final MeshDeliveries OFF =
                new MeshDeliveries(Rate.NONE, 0, Duration.ofMillis(10), Duration.ofSeconds(5), 0, Duration.ofHours(1));

        public MeshDeliveries {
            if (rate.weight() > 0 || failureWeight > 0 || !(threshold >= 0) || threshold > rate.cap()) {
                throw new IllegalArgumentException("need weights of 0 or less and 0 <= threshold <= cap");
            }
        }

        boolean isOn() {
            return rate.weight() < 0 || failureWeight < 0;
        }
    }
}
