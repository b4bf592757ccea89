package dev.granary.fetchverify.gateway;

import dev.granary.fetchverify.source.Upstream;
import dev.granary.kernel.Ecosystem;
import java.util.List;

/** The upstreams to ask, best first, as configuration and reputation have it now. */
@FunctionalInterface
public interface Sources {
    /**
     * Lists who serves {@code ecosystem}.
     *
     * @param repository narrows to the upstream of that name; empty for all
     */
    List<Upstream> candidates(Ecosystem ecosystem, String repository);
}
