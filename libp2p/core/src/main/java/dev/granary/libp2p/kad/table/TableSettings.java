package dev.granary.libp2p.kad.table;

import java.time.Duration;

/**
 * Limits of a {@link RoutingTable}.
 *
 * @param bucketSize the most peers at one distance, and the number of peers that a lookup ends with: k
 * @param perGroup the most peers of one {@link AddressGroup}; 0 is any number
 * @param perGroupAndBucket the most of them at one distance
 * @param localExempt whether peers of the own network are not counted; else they are refused, having no group
 * @param slowest peers that take longer to answer, on average, are not taken in
 */
public record TableSettings(
        int bucketSize, int perGroup, int perGroupAndBucket, boolean localExempt, Duration slowest) {
    /** For networks of machines that know each other, and for public ones whose nodes may be on one machine. */
    public static final TableSettings STANDARD = new TableSettings(20, 3, 2, true, Duration.ofSeconds(10));

    public TableSettings {
        if (bucketSize < 1 || perGroup < 0 || perGroupAndBucket < 0 || !slowest.isPositive()) {
            throw new IllegalArgumentException("a routing table holds somebody");
        }
    }
}
