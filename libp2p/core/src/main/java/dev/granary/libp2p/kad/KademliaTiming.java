package dev.granary.libp2p.kad;

import java.time.Duration;

/**
 * How long a DHT waits, and how often it looks after itself.
 *
 * @param shortestDial after which no dial is given up, however fast the others are
 * @param longestDial after which every dial is
 * @param answer for one question over an open connection
 * @param idle after which an unused stream is closed, by either side
 * @param refresh between two lookups of our own place; buckets that saw none for as long get one, too
 * @param lonely between two attempts to meet anybody while few peers are known
 * @param republish within which everything that we provide is announced anew; less than the age of a provider record
 */
public record KademliaTiming(
        Duration shortestDial,
        Duration longestDial,
        Duration answer,
        Duration idle,
        Duration refresh,
        Duration lonely,
        Duration republish) {
    public static final KademliaTiming STANDARD = new KademliaTiming(
            Duration.ofSeconds(1),
            Duration.ofSeconds(10),
            Duration.ofSeconds(10),
            Duration.ofMinutes(1),
            Duration.ofMinutes(10),
            Duration.ofMinutes(2),
            Duration.ofHours(22));

    public KademliaTiming {
        if (!answer.isPositive()
                || !idle.isPositive()
                || !refresh.isPositive()
                || !lonely.isPositive()
                || !republish.isPositive()) {
            throw new IllegalArgumentException("times of a DHT must be positive");
        }
    }
}
