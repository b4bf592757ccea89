package dev.granary.fetchverify.settings;

import dev.granary.fetchverify.format.UpstreamBase;
import dev.granary.fetchverify.policy.EcosystemPolicy;
import dev.granary.fetchverify.policy.NamePattern;
import dev.granary.fetchverify.source.Origin;
import dev.granary.fetchverify.source.Upstream;
import dev.granary.kernel.Ecosystem;
import dev.granary.kernel.Printable;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/** Reads settings: the environment wins over the file, the file over the defaults. */
public final class SettingsReader {
    private static final String UPSTREAM_VARIABLE = "GRANARY_UPSTREAM_";

    private final Section file;
    private final Map<String, String> environment;

    private SettingsReader(Section file, Map<String, String> environment) {
        this.file = file;
        this.environment = Map.copyOf(environment);
    }

    /**
     * Reads all settings.
     *
     * @param environment the process's environment variables
     * @throws IllegalArgumentException when something makes no sense; its message is a sentence for a person
     */
    public static Settings read(Section file, Map<String, String> environment) {
        return new SettingsReader(file, environment).settings();
    }

    private Settings settings() {
        Section registry = file.table("registry");
        Mode mode = registry.text("mode", Notation::mode).orElse(Mode.CENTRAL);
        Optional<String> site = registry.text("site", text -> Notation.name("a site", text));
        // Checked here, used by whoever starts the service: the gateway's address is part of how it is started.
        registry.text("public_url", Notation::base);
        registry.refuseUnknown();
        Section store = file.table("store");
        StoreSettings storeSettings = new StoreSettings(store.text("maximum_size", Notation::size));
        store.refuseUnknown();
        Settings settings = new Settings(
                variable("GRANARY_SITE").or(() -> site).orElse("local"),
                mode,
                upstreams(),
                network(file.table("network")),
                policies(file.table("policy")),
                storeSettings);
        file.refuseUnknown();
        return settings;
    }

    private List<UpstreamSettings> upstreams() {
        List<UpstreamSettings> all = new ArrayList<>();
        Set<String> names = new HashSet<>();
        for (Section section : file.tables("upstream")) {
            UpstreamSettings upstream = upstream(section, names);
            all.add(upstream);
        }
        environment.keySet().stream()
                .filter(variable -> variable.startsWith(UPSTREAM_VARIABLE))
                .sorted()
                .forEach(variable -> override(all, variable));
        return all;
    }

    private UpstreamSettings upstream(Section section, Set<String> names) {
        Ecosystem format = section.text("format", Notation::ecosystem)
                .orElseThrow(() -> section.refusal("format", "is missing: say which ecosystem the upstream serves"));
        UpstreamBase base = section.text("url", Notation::base)
                .orElseThrow(() -> section.refusal("url", "is missing: say where the upstream is"));
        String name = section.text("name", text -> Notation.name("an upstream", text))
                .orElseGet(() -> unusedName(format, names));
        if (!names.add(format + "/" + name)) {
            throw section.refusal("name", "is the name of two " + format + " upstreams");
        }
        Optional<CredentialPlace> inFile =
                section.text("credential_file", text -> new CredentialPlace.InFile(Path.of(text)));
        Optional<CredentialPlace> inEnvironment = section.text("credential_env", CredentialPlace.InEnvironment::new);
        if (inFile.isPresent() && inEnvironment.isPresent()) {
            throw section.refusal("credential_env", "stands beside 'credential_file': an upstream has one credential");
        }
        List<Origin> extra = section.texts("extra_hosts", text -> Origin.of(Notation.uri(text)));
        boolean allowPrivate = section.flag("allow_private");
        section.refuseUnknown();
        return new UpstreamSettings(
                new Upstream(format, name, base), inFile.or(() -> inEnvironment), extra, allowPrivate);
    }

    private static String unusedName(Ecosystem format, Set<String> names) {
        String name = "main";
        for (int i = 2; names.contains(format + "/" + name); i++) {
            name = "main-" + i;
        }
        return name;
    }

    /** One variable stands for all upstreams of its format; where the file describes that very one, it still does. */
    private void override(List<UpstreamSettings> all, String variable) {
        Optional<String> value = variable(variable);
        if (value.isEmpty()) {
            return;
        }
        try {
            Ecosystem format = Notation.ecosystem(
                    variable.substring(UPSTREAM_VARIABLE.length()).toLowerCase(Locale.ROOT));
            UpstreamBase base = Notation.base(value.get());
            UpstreamSettings only = all.stream()
                    .filter(each -> each.upstream().ecosystem().equals(format))
                    .filter(each -> each.upstream().base().equals(base))
                    .findFirst()
                    .orElseGet(() -> UpstreamSettings.of(new Upstream(format, "main", base)));
            all.removeIf(each -> each.upstream().ecosystem().equals(format));
            all.add(only);
        } catch (IllegalArgumentException e) {
            throw new IllegalArgumentException(
                    "The environment's " + variable + " is not usable: " + e.getMessage() + ".", e);
        }
    }

    private NetworkSettings network(Section section) {
        Optional<String> inFile = section.textOrEmpty("proxy");
        Optional<ProxySettings> proxy;
        if (inFile.isPresent()) {
            // An empty text says that there is none, whatever the environment says.
            proxy = inFile.get().isBlank() ? Optional.empty() : section.text("proxy", Notation::proxy);
        } else {
            proxy = environmentProxy();
        }
        Optional<String> login = section.text("proxy_credential_env", text -> text);
        if (login.isPresent()) {
            proxy = proxy.map(plain -> withLogin(plain, section, login.get()));
        }
        NoProxy noProxy = noProxy(section);
        Optional<Path> caBundle = section.text("ca_bundle", Path::of);
        boolean offline = section.flag("offline");
        section.refuseUnknown();
        return new NetworkSettings(proxy, noProxy, caBundle, offline);
    }

    private NoProxy noProxy(Section section) {
        Optional<String> inFile = section.textOrEmpty("no_proxy");
        if (inFile.isEmpty()) {
            return NoProxy.parse(either("NO_PROXY").orElse(""));
        }
        // As for the proxy, an empty text says that there is nothing, whatever the environment says.
        return inFile.get().isBlank()
                ? NoProxy.parse("")
                : section.text("no_proxy", NoProxy::parse).orElseThrow();
    }

    private Optional<ProxySettings> environmentProxy() {
        return either("HTTPS_PROXY").or(() -> either("HTTP_PROXY")).map(text -> {
            try {
                return Notation.proxy(text);
            } catch (IllegalArgumentException e) {
                throw new IllegalArgumentException("The environment's proxy is not usable: " + e.getMessage() + ".", e);
            }
        });
    }

    private ProxySettings withLogin(ProxySettings plain, Section section, String variable) {
        ProxySettings named = variable(variable)
                .map(Notation::proxy)
                .orElseThrow(() -> section.refusal(
                        "proxy_credential_env", "names the variable " + Printable.of(variable) + ", which is not set"));
        return new ProxySettings(plain.host(), plain.port(), named.login());
    }

    private static Map<Ecosystem, EcosystemPolicy> policies(Section section) {
        Map<Ecosystem, EcosystemPolicy> policies = new HashMap<>();
        for (String key : section.keys()) {
            Section rules = section.table(key);
            Ecosystem format;
            try {
                format = Notation.ecosystem(key);
            } catch (IllegalArgumentException e) {
                throw section.refusal(key, "is not the name of an ecosystem");
            }
            policies.put(
                    format,
                    new EcosystemPolicy(
                            rules.texts("owned", NamePattern::parse),
                            rules.text("minimum_release_age", Notation::age),
                            rules.texts("release_age_exempt", NamePattern::parse)));
            rules.refuseUnknown();
        }
        return policies;
    }

    private Optional<String> variable(String name) {
        return Optional.ofNullable(environment.get(name)).map(String::strip).filter(text -> !text.isEmpty());
    }

    private Optional<String> either(String name) {
        return variable(name).or(() -> variable(name.toLowerCase(Locale.ROOT)));
    }
}
