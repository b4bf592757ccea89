package dev.granary.local.settings;

import dev.granary.kernel.Ecosystem;
import java.util.Optional;

/**
 * One registry that Granary may talk to.
 *
 * @param name how it is told from others of its format; some formats need one
 */
public record UpstreamSetting(
        Ecosystem format, UpstreamUrl url, Optional<String> name, Optional<CredentialReference> credential) {
    public static UpstreamSetting of(Ecosystem format, UpstreamUrl url) {
        return new UpstreamSetting(format, url, Optional.empty(), Optional.empty());
    }
}
