package dev.granary.local.settings;

import dev.granary.kernel.Ecosystem;
import java.util.List;
import java.util.Optional;

/** Writes settings in the shape of {@code granary.toml}, for the gateway to read. */
public final class EffectiveToml {
    private final StringBuilder text = new StringBuilder();

    private EffectiveToml() {}

    public static String of(EffectiveSettings settings) {
        EffectiveToml toml = new EffectiveToml();
        toml.line("# Written at every start from the flags, the environment, granary.toml and the clients' settings.");
        toml.line("[registry]");
        toml.string("mode", settings.registry().mode());
        toml.string("site", settings.registry().site());
        settings.upstreams().forEach(toml::upstream);
        toml.network(settings.network());
        settings.policies().forEach(toml::policy);
        settings.storeMaximumSize().ifPresent(size -> {
            toml.line("\n[store]");
            toml.string("maximum_size", size);
        });
        return toml.text.toString();
    }

    private void upstream(UpstreamSetting upstream) {
        line("\n[[upstream]]");
        string("format", upstream.format().id());
        string("url", upstream.url().toString());
        upstream.name().ifPresent(name -> string("name", name));
        Optional<CredentialReference> credential = upstream.credential();
        if (credential.isPresent()) {
            switch (credential.get()) {
                case CredentialReference.InFile file ->
                    string("credential_file", file.file().toString());
                case CredentialReference.InEnvironment name -> string("credential_env", name.variable());
            }
        }
        strings(
                "extra_hosts",
                upstream.extraHosts().stream().map(UpstreamUrl::toString).toList());
        if (upstream.allowPrivate()) {
            line("allow_private = true");
        }
    }

    private void network(NetworkSettings network) {
        line("\n[network]");
        // Said in full: the gateway would take what is missing from its environment.
        switch (network.proxy().orElseGet(ProxyChoice.Direct::new)) {
            case ProxyChoice.Direct _ -> string("proxy", "");
            case ProxyChoice.Via(ProxyAddress proxy) -> {
                string("proxy", proxy.url().toString());
                proxy.credentialVariable().ifPresent(variable -> string("proxy_credential_env", variable));
            }
        }
        string("no_proxy", String.join(",", network.noProxy().orElse(List.of())));
        network.caBundle().ifPresent(bundle -> string("ca_bundle", bundle.toString()));
        line("offline = " + network.offline().orElse(false));
    }

    private void policy(PolicySettings policy) {
        Ecosystem format = policy.format();
        line("\n[policy." + quoted(format.id()) + "]");
        strings("owned", policy.owned());
        policy.minimumReleaseAge().ifPresent(age -> string("minimum_release_age", age));
        strings("release_age_exempt", policy.releaseAgeExempt());
    }

    private void strings(String key, List<String> values) {
        if (!values.isEmpty()) {
            line(key + " = ["
                    + String.join(
                            ", ", values.stream().map(EffectiveToml::quoted).toList()) + "]");
        }
    }

    private void string(String key, String value) {
        line(key + " = " + quoted(value));
    }

    private void line(String line) {
        text.append(line).append('\n');
    }

    private static String quoted(String value) {
        StringBuilder quoted = new StringBuilder("\"");
        value.codePoints().forEach(point -> {
            if (point == '"' || point == '\\') {
                quoted.append('\\').appendCodePoint(point);
            } else if (point < ' ' || point == 0x7f) {
                quoted.append("\\u%04x".formatted(point));
            } else {
                quoted.appendCodePoint(point);
            }
        });
        return quoted.append('"').toString();
    }
}
