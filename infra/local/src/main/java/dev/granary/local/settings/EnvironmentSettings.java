package dev.granary.local.settings;

import dev.granary.kernel.Ecosystem;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Stream;

/** Reads settings from environment variables; an empty variable says nothing. */
public final class EnvironmentSettings {
    private static final String UPSTREAM = "GRANARY_UPSTREAM_";

    private EnvironmentSettings() {}

    /**
     * {@code GRANARY_UPSTREAM_<FORMAT>} names one upstream; {@code HTTPS_PROXY}, {@code HTTP_PROXY} and {@code NO_PROXY},
     * in either case, say how the outside is reached.
     */
    public static SaidSettings of(Map<String, String> environment) {
        List<UpstreamSetting> upstreams = environment.entrySet().stream()
                .filter(entry ->
                        entry.getKey().startsWith(UPSTREAM) && !entry.getValue().isBlank())
                .sorted(Map.Entry.comparingByKey())
                .map(entry -> UpstreamSetting.of(
                        new Ecosystem(
                                entry.getKey().substring(UPSTREAM.length()).toLowerCase(Locale.ROOT)),
                        UpstreamUrl.parse(entry.getValue())))
                .toList();
        NetworkSettings network =
                new NetworkSettings(proxy(environment), noProxy(environment), Optional.empty(), Optional.empty());
        return new SaidSettings(Optional.empty(), upstreams, network);
    }

    private static Optional<ProxyChoice> proxy(Map<String, String> environment) {
        return Stream.of("HTTPS_PROXY", "https_proxy", "HTTP_PROXY", "http_proxy")
                .filter(variable -> !environment.getOrDefault(variable, "").isBlank())
                .findFirst()
                .map(variable -> new ProxyChoice.Via(
                        ProxyAddress.parse(environment.getOrDefault(variable, ""), variable, true)));
    }

    private static Optional<List<String>> noProxy(Map<String, String> environment) {
        return Stream.of("NO_PROXY", "no_proxy")
                .map(variable -> environment.getOrDefault(variable, ""))
                .filter(hosts -> !hosts.isBlank())
                .findFirst()
                .map(EnvironmentSettings::hosts);
    }

    /** Reads host names that are separated by commas. */
    public static List<String> hosts(String text) {
        return Stream.of(text.split(",", -1))
                .map(String::strip)
                .filter(host -> !host.isEmpty())
                .toList();
    }
}
