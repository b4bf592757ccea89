package dev.granary.libp2p.pubsub.score;

import java.time.Duration;

/**
 * What a count of events is worth.
 *
 * @param weight of each
 * @param decay the time within which one event is forgotten
 * @param cap the most that are counted
 */
public record Rate(double weight, Duration decay, double cap) {
    public Rate {
        if (!decay.isPositive() || !(cap >= 0)) {
            throw new IllegalArgumentException("need a positive decay and a cap that is not negative");
        }
    }

    /** Worth nothing. */
    static final Rate NONE = new Rate(0, Duration.ofHours(1), 0);
}
