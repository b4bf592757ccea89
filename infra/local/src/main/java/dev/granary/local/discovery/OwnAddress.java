package dev.granary.local.discovery;

import dev.granary.local.settings.UpstreamUrl;
import java.util.Set;

/**
 * The addresses under which this mirror answers.
 *
 * @param hosts names and addresses of this machine, in lower case
 */
public record OwnAddress(Set<String> hosts, int port) {
    public OwnAddress {
        hosts = Set.copyOf(hosts);
    }

    /** Whether asking {@code url} would be asking ourselves. */
    public boolean is(UpstreamUrl url) {
        return url.port() == port && hosts.contains(url.host());
    }
}
