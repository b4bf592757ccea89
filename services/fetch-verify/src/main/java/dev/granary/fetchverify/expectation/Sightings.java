package dev.granary.fetchverify.expectation;

import java.time.Instant;
import java.util.Map;
import java.util.Set;

/**
 * When this mirror first saw what an upstream names without a publish time. Durable and append-only: nothing that was
 * seen becomes new again, whatever becomes of the document that names it. May block on the disk.
 */
public interface Sightings {
    /** Names that are remembered for one document; further ones count as new each time. */
    int MOST = 20_000;

    /** Longer names are not remembered. */
    int LONGEST_NAME = 256;

    /**
     * Takes down that {@code names} were seen in a document at {@code now}, unless they were before.
     *
     * @param key the document's key
     * @return when each of them was seen first; without those that can't be remembered
     */
    Map<String, Instant> see(String key, Set<String> names, Instant now);
}
