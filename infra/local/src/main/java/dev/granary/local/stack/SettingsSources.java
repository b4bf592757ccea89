package dev.granary.local.stack;

import dev.granary.kernel.Ecosystem;
import dev.granary.local.client.PinnedUpstreams;
import dev.granary.local.client.PrivateNames;
import dev.granary.local.discovery.ClientRegistry;
import dev.granary.local.discovery.Discovered;
import dev.granary.local.discovery.Discovery;
import dev.granary.local.settings.EffectiveSettings;
import dev.granary.local.settings.EnvironmentSettings;
import dev.granary.local.settings.FileSettings;
import dev.granary.local.settings.SaidSettings;
import dev.granary.local.toml.GranaryToml;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;

/** Asks every source of settings, in the end the installed clients. */
final class SettingsSources {
    private final UpRequest request;
    private final SaidSettings environment;
    private final FileSettings file;

    /** @throws dev.granary.kernel.GranaryException SETTINGS_INVALID when a source says something wrong */
    SettingsSources(UpRequest request, Map<String, String> environment) {
        this.request = request;
        this.environment = EnvironmentSettings.of(environment);
        Path path = request.settingsFile().orElse(request.folder().settings());
        boolean expected = request.settingsFile().isPresent();
        this.file = expected || Files.exists(path) ? GranaryToml.read(path) : FileSettings.EMPTY;
    }

    Gateway gateway() {
        return new Gateway(request.listen(), request.port(), file.publicUrl().map(url -> withoutSlash(url.toString())));
    }

    private static String withoutSlash(String url) {
        return url.endsWith("/") ? url.substring(0, url.length() - 1) : url;
    }

    /** Combines all; {@code sentences} gets what a person should know of each format. */
    EffectiveSettings combine(Gateway gateway, List<ClientRegistry> clients, List<String> sentences)
            throws IOException {
        Set<Ecosystem> said = EffectiveSettings.said(request.flags(), environment, file);
        Map<Ecosystem, Discovered> answers = new LinkedHashMap<>();
        clients.stream()
                .filter(client -> !said.contains(client.format()))
                .forEach(client -> answers.put(client.format(), client.discover()));
        PinnedUpstreams pinned = new PinnedUpstreams(request.folder().run("discovered"));
        Discovery discovery = Discovery.of(answers, pinned.read(), gateway.ownAddress());
        if (!discovery.upstreams().isEmpty()) {
            pinned.write(discovery.upstreams());
        }
        EffectiveSettings settings = EffectiveSettings.combine(
                request.flags().mapUpstreams(PrivateNames::allow),
                environment.mapUpstreams(PrivateNames::allow),
                file,
                discovery.upstreams().values().stream().map(PrivateNames::allow).toList());
        settings.upstreams().stream()
                .filter(upstream -> said.contains(upstream.format()))
                .forEach(upstream -> sentences.add(upstream.format() + " upstream: " + upstream.url()));
        sentences.addAll(discovery.sentences().values());
        return settings;
    }
}
