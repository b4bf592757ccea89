package dev.granary.e2e.client;

import dev.granary.e2e.process.CommandLine;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.URI;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;

/**
 * Where one client lives: home, caches, prefix and settings below one folder, and the registry it is pointed at.
 *
 * @param folder empty at first
 * @param registry the base URL with the final slash
 */
public record ClientHome(Path folder, URI registry) {
    private static final Duration LIMIT = Duration.ofMinutes(3);

    /** Makes the folders and the settings. */
    public static ClientHome create(Path folder, URI registry) {
        ClientHome home = new ClientHome(folder, registry);
        try {
            Files.createDirectories(home.cache());
            Files.createDirectories(folder.resolve("prefix"));
            Files.writeString(home.npmrc(), home.settings());
            Files.writeString(folder.resolve("global-npmrc"), "");
            Files.writeString(
                    folder.resolve(".yarnrc"), "registry \"" + registry + "\"\ndisable-self-update-check true\n");
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
        return home;
    }

    public Path cache() {
        return folder.resolve("cache");
    }

    /** A command that sees this home only. */
    CommandLine command(Path where, List<String> words) {
        String cache = cache().toString();
        return CommandLine.neutral(where, words)
                .within(LIMIT)
                .with(Map.of(
                        "HOME",
                        folder.toString(),
                        "XDG_CACHE_HOME",
                        cache,
                        "XDG_DATA_HOME",
                        cache,
                        "XDG_CONFIG_HOME",
                        folder.resolve("config").toString(),
                        "CI",
                        "true"))
                .with(Map.of(
                        "npm_config_userconfig", npmrc().toString(),
                        "npm_config_globalconfig",
                                folder.resolve("global-npmrc").toString(),
                        "npm_config_cache", cache + "/npm",
                        "npm_config_prefix", folder.resolve("prefix").toString(),
                        "YARN_CACHE_FOLDER", cache + "/yarn"));
    }

    void wipeCaches() {
        if (!Files.exists(cache())) {
            return;
        }
        try (Stream<Path> files = Files.walk(cache())) {
            for (Path file : files.sorted(Comparator.reverseOrder()).toList()) {
                Files.delete(file);
            }
            Files.createDirectories(cache());
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private Path npmrc() {
        return folder.resolve(".npmrc");
    }

    /** No retries: a refusal is to be seen at once. */
    private String settings() {
        return String.join(
                "\n",
                "registry=" + registry,
                "omit-lockfile-registry-resolved=false",
                "audit=false",
                "fund=false",
                "update-notifier=false",
                "fetch-retries=0",
                "fetch-timeout=60000",
                "");
    }
}
