package dev.granary.libp2p.pubsub.score;

import java.time.Duration;

/**
 * When messages of peers that bring little good are turned away unread.
 *
 * @param threshold messages that found no room, for each one that did, from which on peers are gated
 * @param quiet time without such messages after which they are not
 * @param globalDecay time within which these counts fade
 * @param peerDecay time within which what a peer brought fades
 * @param duplicateWeight of a message that we had
 * @param ignoredWeight of one that the validator ignored
 * @param rejectedWeight of one that was invalid
 */
public record GaterSettings(
        double threshold,
        Duration quiet,
        Duration globalDecay,
        Duration peerDecay,
        double duplicateWeight,
        double ignoredWeight,
        double rejectedWeight) {
    public static final GaterSettings STANDARD =
            new GaterSettings(0.33, Duration.ofMinutes(1), Duration.ofMinutes(2), Duration.ofHours(1), 0.125, 1, 16);

    public GaterSettings {
        if (!(threshold > 0) || !quiet.isPositive() || !globalDecay.isPositive() || !peerDecay.isPositive()) {
            throw new IllegalArgumentException("need a positive threshold and positive times");
        }
    }
}
