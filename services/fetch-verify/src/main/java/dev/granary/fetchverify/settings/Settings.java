package dev.granary.fetchverify.settings;

import static java.util.Objects.requireNonNull;

import dev.granary.fetchverify.policy.EcosystemPolicy;
import dev.granary.kernel.Ecosystem;
import java.util.List;
import java.util.Map;

/**
 * All that {@code granary.toml} and the environment say to the gateway.
 *
 * @param site the mirror's name
 * @param mode where bytes come from
 * @param upstreams in order of preference
 * @param network how the outside is reached
 * @param policies the rules of each ecosystem that has some
 * @param store bounds of the content store
 */
public record Settings(
        String site,
        Mode mode,
        List<UpstreamSettings> upstreams,
        NetworkSettings network,
        Map<Ecosystem, EcosystemPolicy> policies,
        StoreSettings store) {
    public Settings {
        requireNonNull(site, "site");
        requireNonNull(mode, "mode");
        requireNonNull(network, "network");
        requireNonNull(store, "store");
        upstreams = List.copyOf(upstreams);
        policies = Map.copyOf(policies);
    }

    /** The upstreams of one ecosystem, in order of preference. */
    public List<UpstreamSettings> upstreamsOf(Ecosystem ecosystem) {
        return upstreams.stream()
                .filter(each -> each.upstream().ecosystem().equals(ecosystem))
                .toList();
    }
}
