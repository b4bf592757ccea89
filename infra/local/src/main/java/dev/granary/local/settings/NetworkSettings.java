package dev.granary.local.settings;

import java.nio.file.Path;
import java.util.List;
import java.util.Optional;

/**
 * How the outside is reached.
 *
 * <p>What is empty was not said.
 *
 * @param proxy the way to everything outside
 * @param noProxy hosts that are reached without a proxy
 * @param caBundle certificates that are trusted beside the system's
 * @param offline whether no upstream is asked at all
 */
public record NetworkSettings(
        Optional<ProxyChoice> proxy,
        Optional<List<String>> noProxy,
        Optional<Path> caBundle,
        Optional<Boolean> offline) {
    public static final NetworkSettings UNSAID =
            new NetworkSettings(Optional.empty(), Optional.empty(), Optional.empty(), Optional.empty());

    public NetworkSettings {
        noProxy = noProxy.map(List::copyOf);
    }

    /** Returns these settings, completed by {@code other} where nothing was said. */
    NetworkSettings orElse(NetworkSettings other) {
        return new NetworkSettings(
                proxy.or(other::proxy),
                noProxy.or(other::noProxy),
                caBundle.or(other::caBundle),
                offline.or(other::offline));
    }
}
