package dev.granary.local.settings;

import dev.granary.kernel.Ecosystem;
import java.util.ArrayList;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/**
 * What a stack does, after every source has spoken.
 *
 * @param registry how it is called and where its packages may come from
 * @param upstreams in the order of preference
 * @param storeMaximumSize as in {@code 50GiB}
 */
public record EffectiveSettings(
        RegistrySettings registry,
        List<UpstreamSetting> upstreams,
        NetworkSettings network,
        List<PolicySettings> policies,
        Optional<String> storeMaximumSize) {
    private static final String USUAL_SITE = "local";
    private static final String USUAL_MODE = "central";

    public EffectiveSettings {
        upstreams = List.copyOf(upstreams);
        policies = List.copyOf(policies);
    }

    /**
     * What the mirror is.
     *
     * @param mode {@code central}, {@code p2p} or {@code hybrid}
     * @param site the name of this mirror among others
     */
    public record RegistrySettings(String mode, String site) {}

    /**
     * Lets flags win over the environment, that over the file, that over what was discovered. For the proxy the
     * environment is only the default. A format's upstreams come from one source as a whole, never mixed.
     */
    public static EffectiveSettings combine(
            SaidSettings flags, SaidSettings environment, FileSettings file, List<UpstreamSetting> discovered) {
        RegistrySettings registry = new RegistrySettings(
                file.mode().orElse(USUAL_MODE),
                flags.site().or(environment::site).or(file::site).orElse(USUAL_SITE));
        return new EffectiveSettings(
                registry,
                strongestPerFormat(List.of(flags.upstreams(), environment.upstreams(), file.upstreams(), discovered)),
                flags.network().orElse(file.network()).orElse(environment.network()),
                file.policies(),
                file.storeMaximumSize());
    }

    /** Returns the formats whose upstream was said: those need not be discovered. */
    public static Set<Ecosystem> said(SaidSettings flags, SaidSettings environment, FileSettings file) {
        return Stream.of(flags.upstreams(), environment.upstreams(), file.upstreams())
                .flatMap(List::stream)
                .map(UpstreamSetting::format)
                .collect(Collectors.toUnmodifiableSet());
    }

    private static List<UpstreamSetting> strongestPerFormat(List<List<UpstreamSetting>> strongestFirst) {
        Set<Ecosystem> settled = new LinkedHashSet<>();
        List<UpstreamSetting> chosen = new ArrayList<>();
        for (List<UpstreamSetting> source : strongestFirst) {
            List<UpstreamSetting> news = source.stream()
                    .filter(upstream -> !settled.contains(upstream.format()))
                    .toList();
            chosen.addAll(news);
            news.forEach(upstream -> settled.add(upstream.format()));
        }
        return chosen;
    }

    /** Whether no upstream is asked at all. */
    public boolean isOffline() {
        return network.offline().orElse(false);
    }
}
