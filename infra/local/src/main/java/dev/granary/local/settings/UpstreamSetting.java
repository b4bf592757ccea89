package dev.granary.local.settings;

import dev.granary.kernel.Ecosystem;
import java.util.List;
import java.util.Optional;

/**
 * One registry that Granary may talk to.
 *
 * @param name how it is told from others of its format; some formats need one
 * @param extraHosts further addresses that its documents and redirects may name
 * @param allowPrivate whether its name may lead into the company's own network
 */
public record UpstreamSetting(
        Ecosystem format,
        UpstreamUrl url,
        Optional<String> name,
        Optional<CredentialReference> credential,
        List<UpstreamUrl> extraHosts,
        boolean allowPrivate) {
    public UpstreamSetting {
        extraHosts = List.copyOf(extraHosts);
    }

    public static UpstreamSetting of(Ecosystem format, UpstreamUrl url) {
        return new UpstreamSetting(format, url, Optional.empty(), Optional.empty(), List.of(), false);
    }

    /** The same, with leave to be in the company's own network. */
    public UpstreamSetting allowingPrivate() {
        return new UpstreamSetting(format, url, name, credential, extraHosts, true);
    }
}
