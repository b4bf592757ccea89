package dev.granary.libp2p.kad.records;

import java.time.Duration;

/**
 * How much a {@link ProviderStore} holds.
 *
 * @param records in all; when there are more, the peer with the most loses its oldest ones
 * @param perKey providers of one key; a newcomer takes the place of any
 * @param age after which a record is forgotten unless it came again
 * @param addressAge after which a provider's addresses are not given out any more
 */
public record ProviderLimits(int records, int perKey, Duration age, Duration addressAge) {
    public static final ProviderLimits STANDARD =
            new ProviderLimits(200_000, 1_000, Duration.ofDays(2), Duration.ofDays(1));

    public ProviderLimits {
        if (records < 1 || perKey < 1 || !age.isPositive() || !addressAge.isPositive()) {
            throw new IllegalArgumentException("need room and time for providers");
        }
    }
}
