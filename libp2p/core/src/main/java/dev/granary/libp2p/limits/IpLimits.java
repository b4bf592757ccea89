package dev.granary.libp2p.limits;

import java.time.Duration;

/**
 * How much one part of the address space may have of us. Addresses of the own machine are exempt.
 *
 * @param perIp4 connections of one IPv4 address
 * @param perIp6Site connections of one IPv6 /56, what a provider gives to a household
 * @param perIp6Network connections of one IPv6 /48
 * @param arrivalsAtOnce connections from outside that one address may open in a burst
 * @param arrivalInterval after which it may open another one
 */
public record IpLimits(int perIp4, int perIp6Site, int perIp6Network, int arrivalsAtOnce, Duration arrivalInterval) {
    public static final IpLimits STANDARD = new IpLimits(8, 8, 64, 16, Duration.ofMillis(200));

    public IpLimits {
        if (perIp4 < 1 || perIp6Site < 1 || perIp6Network < 1 || arrivalsAtOnce < 1 || !arrivalInterval.isPositive()) {
            throw new IllegalArgumentException("limits per address must be positive");
        }
    }
}
