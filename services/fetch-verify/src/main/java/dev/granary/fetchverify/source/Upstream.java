package dev.granary.fetchverify.source;

import static java.util.Objects.requireNonNull;

import dev.granary.fetchverify.format.UpstreamBase;
import dev.granary.kernel.Ecosystem;
import dev.granary.kernel.SourceId;

/**
 * A registry that configuration names.
 *
 * @param ecosystem what it serves
 * @param name how paths and people call it
 * @param base its address
 */
public record Upstream(Ecosystem ecosystem, String name, UpstreamBase base) {
    public Upstream {
        requireNonNull(ecosystem, "ecosystem");
        requireNonNull(name, "name");
        requireNonNull(base, "base");
    }

    /** The name under which reputation keeps evidence on this upstream. */
    public SourceId id() {
        return SourceId.upstream(ecosystem, base.authority());
    }
}
