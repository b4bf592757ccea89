package dev.granary.libp2p.kad.lookup;

import java.time.Duration;

/**
 * How a {@link Lookup} goes about it.
 *
 * @param results the number of peers to find: k
 * @param parallel questions on the way at once, late ones not counted: alpha
 * @param decisive how many of the nearest must have answered before only the rest of the results is asked: beta
 * @param perGroup results of one address group; 0 is any number. Without this bound somebody with one network could be all
 *     peers around a key
 * @param localExempt whether peers of the own network are not counted
 * @param mostHeard peers that are kept in mind; those furthest away are forgotten first
 * @param deadline for the whole lookup
 */
public record LookupSettings(
        int results, int parallel, int decisive, int perGroup, boolean localExempt, int mostHeard, Duration deadline) {
    public static final LookupSettings STANDARD = new LookupSettings(20, 10, 3, 3, true, 1_000, Duration.ofMinutes(1));

    public LookupSettings {
        if (results < 1 || parallel < 1 || decisive < 1 || perGroup < 0 || mostHeard < results) {
            throw new IllegalArgumentException("a lookup asks somebody and finds somebody");
        }
        if (!deadline.isPositive()) {
            throw new IllegalArgumentException("a lookup takes time");
        }
    }

    /** These settings for one of {@code paths} lookups that share the work. */
    LookupSettings sharedBy(int paths) {
        int each = Math.max(decisive, (parallel + paths - 1) / paths);
        return new LookupSettings(results, each, decisive, perGroup, localExempt, mostHeard, deadline);
    }
}
