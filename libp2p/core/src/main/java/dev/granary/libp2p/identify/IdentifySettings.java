package dev.granary.libp2p.identify;

import java.time.Duration;

/**
 * What a host says of itself, and how much of others it listens to.
 *
 * @param agentVersion the software that runs here
 * @param timeout for one exchange
 * @param pushDelay after a change, so that changes that come together are told together
 * @param pushInterval after which one part of the address space may push once more
 * @param pushBurst pushes that it may send at once
 */
public record IdentifySettings(
        String agentVersion, Duration timeout, Duration pushDelay, Duration pushInterval, int pushBurst) {
    public static final IdentifySettings STANDARD = new IdentifySettings(
            "granary-libp2p", Duration.ofSeconds(5), Duration.ofSeconds(1), Duration.ofSeconds(5), 10);

    public IdentifySettings {
        if (!timeout.isPositive() || pushDelay.isNegative() || !pushInterval.isPositive() || pushBurst < 1) {
            throw new IllegalArgumentException("times of identify must be positive");
        }
    }
}
