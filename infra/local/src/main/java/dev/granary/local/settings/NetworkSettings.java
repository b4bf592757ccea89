package dev.granary.local.settings;

import java.nio.file.Path;
import java.util.List;
import java.util.Optional;

/**
 * How the outside is reached.
 *
 * @param proxy the proxy for everything outside
 * @param noProxy hosts that are reached without it; empty means that nobody said
 * @param caBundle certificates that are trusted beside the system's
 * @param offline whether no upstream is asked at all; empty means that nobody said
 */
public record NetworkSettings(
        Optional<ProxyAddress> proxy, List<String> noProxy, Optional<Path> caBundle, Optional<Boolean> offline) {
    public static final NetworkSettings UNSAID =
            new NetworkSettings(Optional.empty(), List.of(), Optional.empty(), Optional.empty());

    public NetworkSettings {
        noProxy = List.copyOf(noProxy);
    }

    /** Returns these settings, completed by {@code other} where nothing was said. */
    NetworkSettings orElse(NetworkSettings other) {
        return new NetworkSettings(
                proxy.or(other::proxy),
                noProxy.isEmpty() ? other.noProxy : noProxy,
                caBundle.or(other::caBundle),
                offline.or(other::offline));
    }
}
