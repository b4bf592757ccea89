package dev.granary.fetchverify.policy;

import java.time.Instant;
import java.util.Set;

/**
 * The versions that policy hides.
 *
 * @param versions hidden now
 * @param changesAt when one of them comes out by itself; {@link Instant#MAX} when none will
 */
public record Withholding(Set<String> versions, Instant changesAt) {
    /** Nothing is hidden. */
    public static final Withholding NOTHING = new Withholding(Set.of(), Instant.MAX);

    public Withholding {
        versions = Set.copyOf(versions);
    }
}
