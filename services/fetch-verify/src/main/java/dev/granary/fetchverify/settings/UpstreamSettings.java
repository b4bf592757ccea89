package dev.granary.fetchverify.settings;

import static java.util.Objects.requireNonNull;

import dev.granary.fetchverify.source.AllowedOrigin;
import dev.granary.fetchverify.source.Origin;
import dev.granary.fetchverify.source.Upstream;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/**
 * One {@code [[upstream]]} of {@code granary.toml}.
 *
 * @param upstream whom to ask
 * @param credential where the credential is found; it goes to the upstream's own scheme, host and port only
 * @param extraOrigins further addresses that the upstream's documents and redirects may name
 * @param allowPrivate whether the names of all these may lead into the company's network
 */
public record UpstreamSettings(
        Upstream upstream, Optional<CredentialPlace> credential, List<Origin> extraOrigins, boolean allowPrivate) {
    public UpstreamSettings {
        requireNonNull(upstream, "upstream");
        requireNonNull(credential, "credential");
        extraOrigins = List.copyOf(extraOrigins);
    }

    /** An upstream without a credential and with no address but its own. */
    public static UpstreamSettings of(Upstream upstream) {
        return new UpstreamSettings(upstream, Optional.empty(), List.of(), false);
    }

    /** The upstream's own address without its path. */
    public Origin origin() {
        return Origin.of(upstream.base().uri());
    }

    /** All that may be asked on behalf of this upstream, its own address first. */
    public List<AllowedOrigin> allowedOrigins() {
        List<AllowedOrigin> allowed = new ArrayList<>();
        allowed.add(new AllowedOrigin(origin(), allowPrivate));
        extraOrigins.forEach(extra -> allowed.add(new AllowedOrigin(extra, allowPrivate)));
        return allowed;
    }
}
