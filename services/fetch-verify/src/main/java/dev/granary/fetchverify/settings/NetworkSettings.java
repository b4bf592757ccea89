package dev.granary.fetchverify.settings;

import static java.util.Objects.requireNonNull;

import java.nio.file.Path;
import java.util.Optional;

/**
 * The table {@code [network]}: how the outside is reached.
 *
 * @param proxy for everything outside, but for what {@code noProxy} names
 * @param noProxy what is reached directly although there is a proxy
 * @param caBundle PEM file of certificates that are trusted beside Java's own
 * @param offline whether no upstream is asked at all
 */
public record NetworkSettings(
        Optional<ProxySettings> proxy, NoProxy noProxy, Optional<Path> caBundle, boolean offline) {
    /** Everything is reached directly. */
    public static final NetworkSettings DIRECT =
            new NetworkSettings(Optional.empty(), NoProxy.parse(""), Optional.empty(), false);

    public NetworkSettings {
        requireNonNull(proxy, "proxy");
        requireNonNull(noProxy, "noProxy");
        requireNonNull(caBundle, "caBundle");
    }
}
