package dev.granary.libp2p.pubsub;

import java.time.Duration;

/**
 * How many messages may be checked at a time, by signature and by the program.
 *
 * @param messages in all
 * @param perTopic of one topic
 * @param perPeer that one peer brought, so that no peer takes all
 * @param bytes of their data, in all
 * @param patience with a validator
 */
public record CheckLimits(int messages, int perTopic, int perPeer, int bytes, Duration patience) {
    public static final CheckLimits STANDARD =
            new CheckLimits(8192, 1024, 512, 32 * 1024 * 1024, Duration.ofSeconds(10));

    public CheckLimits {
        if (messages < 1 || perTopic < 1 || perPeer < 1 || bytes < 1 || !patience.isPositive()) {
            throw new IllegalArgumentException("limits of checks must be positive");
        }
    }
}
