package dev.granary.local.settings;

import java.util.List;
import java.util.Optional;

/**
 * What {@code granary.toml} says.
 *
 * @param publicUrl the address under which clients know the gateway
 * @param storeMaximumSize as in {@code 50GiB}
 */
public record FileSettings(
        Optional<String> mode,
        Optional<String> site,
        Optional<UpstreamUrl> publicUrl,
        List<UpstreamSetting> upstreams,
        NetworkSettings network,
        List<PolicySettings> policies,
        Optional<String> storeMaximumSize) {
    public static final FileSettings EMPTY = new FileSettings(
            Optional.empty(),
            Optional.empty(),
            Optional.empty(),
            List.of(),
            NetworkSettings.UNSAID,
            List.of(),
            Optional.empty());

    public FileSettings {
        upstreams = List.copyOf(upstreams);
        policies = List.copyOf(policies);
    }
}
