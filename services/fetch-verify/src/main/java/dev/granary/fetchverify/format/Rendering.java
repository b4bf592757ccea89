package dev.granary.fetchverify.format;

import java.net.URI;
import java.util.Set;
import java.util.function.Predicate;

/**
 * What a client's view of a document depends on beside the document.
 *
 * @param gateway the address of the ecosystem at the gateway, ending with a slash: {@code http://host:8080/npm/}
 * @param withheld the versions that policy hides now
 */
public record Rendering(URI gateway, Set<String> withheld) {
    public Rendering {
        if (!gateway.getRawPath().endsWith("/")) {
            throw new IllegalArgumentException("the gateway's address ends with a slash, was " + gateway);
        }
        withheld = Set.copyOf(withheld);
    }

    /** Whether clients may see {@code version}. */
    public Predicate<String> visible() {
        return version -> !withheld.contains(version);
    }
}
