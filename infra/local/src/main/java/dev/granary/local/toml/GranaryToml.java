package dev.granary.local.toml;

import static dev.granary.local.LocalError.SETTINGS_INVALID;

import dev.granary.kernel.Ecosystem;
import dev.granary.kernel.GranaryException;
import dev.granary.local.settings.CredentialReference;
import dev.granary.local.settings.EnvironmentSettings;
import dev.granary.local.settings.FileSettings;
import dev.granary.local.settings.NetworkSettings;
import dev.granary.local.settings.PolicySettings;
import dev.granary.local.settings.ProxyAddress;
import dev.granary.local.settings.ProxyChoice;
import dev.granary.local.settings.UpstreamSetting;
import dev.granary.local.settings.UpstreamUrl;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.DateTimeException;
import java.time.Duration;
import java.time.Period;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.function.Function;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.tomlj.Toml;
import org.tomlj.TomlParseError;
import org.tomlj.TomlParseResult;

/** Reads the one settings file that a person writes. */
public final class GranaryToml {
    private static final long LARGEST = 1024 * 1024;
    private static final Set<String> MODES = Set.of("central", "p2p", "hybrid");
    private static final Pattern SITE = Pattern.compile("[a-z0-9]([a-z0-9-]{0,61}[a-z0-9])?");
    private static final Pattern SIZE = Pattern.compile("[1-9][0-9]{0,15}( ?[KMGT]i?B)?");

    private GranaryToml() {}

    /**
     * Reads {@code file}.
     *
     * @throws GranaryException SETTINGS_INVALID, naming the line
     */
    public static FileSettings read(Path file) {
        try {
            if (Files.size(file) > LARGEST) {
                throw new GranaryException(SETTINGS_INVALID, file + " is larger than 1 MiB: that is no settings file");
            }
            return parse(Files.readString(file), file.toString());
        } catch (IOException e) {
            throw new GranaryException(SETTINGS_INVALID, "the settings file " + file + " can't be read: " + e, e);
        }
    }

    /**
     * Reads {@code text}.
     *
     * @param source what the text is called in complaints
     */
    static FileSettings parse(String text, String source) {
        TomlParseResult result = Toml.parse(text);
        if (result.hasErrors()) {
            TomlParseError first = result.errors().getFirst();
            throw new GranaryException(
                    SETTINGS_INVALID,
                    source + " line " + first.position().line() + ": "
                            + String.valueOf(first.getMessage())
                                    .lines()
                                    .findFirst()
                                    .orElse(""));
        }
        TomlSection root = new TomlSection(source, "", result);
        Optional<TomlSection> registry = root.section("registry");
        Optional<TomlSection> store = root.section("store");
        FileSettings settings = new FileSettings(
                registry.flatMap(section -> section.text("mode", GranaryToml::mode)),
                registry.flatMap(section -> section.text("site", GranaryToml::site)),
                registry.flatMap(section -> section.text("public_url", UpstreamUrl::parse)),
                root.sections("upstream").stream().map(GranaryToml::upstream).toList(),
                root.section("network").map(GranaryToml::network).orElse(NetworkSettings.UNSAID),
                root.section("policy").map(GranaryToml::policies).orElse(List.of()),
                store.flatMap(section -> section.text("maximum_size", GranaryToml::size)));
        Stream.of(Optional.of(root), registry, store).flatMap(Optional::stream).forEach(TomlSection::refuseUnknown);
        return settings;
    }

    private static String mode(String text) {
        return matching(MODES.contains(text), text, "must be central, p2p or hybrid");
    }

    /** Checks the name of a site: it becomes part of host names and topics' keys. */
    public static String site(String text) {
        return matching(
                SITE.matcher(text).matches(), text, "must be 1 to 63 lower-case letters, digits and inner hyphens");
    }

    private static String size(String text) {
        return matching(SIZE.matcher(text).matches(), text, "must be a size such as 50GiB");
    }

    private static String matching(boolean matches, String text, String complaint) {
        if (!matches) {
            throw new IllegalArgumentException(complaint);
        }
        return text;
    }

    private static UpstreamSetting upstream(TomlSection section) {
        Optional<Ecosystem> format = section.text("format", Ecosystem::new);
        Optional<UpstreamUrl> url = section.text("url", UpstreamUrl::parse);
        if (format.isEmpty() || url.isEmpty()) {
            throw section.invalid("needs format and url");
        }
        Optional<String> name = section.text("name");
        Optional<CredentialReference> file =
                section.text("credential_file", path -> new CredentialReference.InFile(absolute(path)));
        Optional<CredentialReference> variable = section.text("credential_env", CredentialReference.InEnvironment::new);
        if (file.isPresent() && variable.isPresent()) {
            throw section.invalid("takes credential_file or credential_env, not both");
        }
        List<UpstreamUrl> extraHosts = section.texts("extra_hosts", UpstreamUrl::parse);
        boolean allowPrivate = section.flag("allow_private").orElse(false);
        section.refuseUnknown();
        return new UpstreamSetting(format.get(), url.get(), name, file.or(() -> variable), extraHosts, allowPrivate);
    }

    private static Path absolute(String text) {
        Path path = Path.of(text);
        if (!path.isAbsolute()) {
            throw new IllegalArgumentException("must be an absolute path");
        }
        return path;
    }

    private static NetworkSettings network(TomlSection section) {
        NetworkSettings network = new NetworkSettings(
                section.text("proxy", GranaryToml::proxy),
                section.text("no_proxy", EnvironmentSettings::hosts),
                section.text("ca_bundle", GranaryToml::absolute),
                section.flag("offline"));
        section.refuseUnknown();
        return network;
    }

    private static ProxyChoice proxy(String text) {
        return text.isBlank() ? new ProxyChoice.Direct() : new ProxyChoice.Via(ProxyAddress.parse(text, "it", false));
    }

    private static List<PolicySettings> policies(TomlSection section) {
        return section.keys().stream()
                .map(format -> section.section(format).map(policy -> policy(policy, format)))
                .flatMap(Optional::stream)
                .toList();
    }

    private static PolicySettings policy(TomlSection section, String format) {
        PolicySettings policy = new PolicySettings(
                new Ecosystem(format),
                section.texts("owned", Function.identity()),
                section.text("minimum_release_age", GranaryToml::period),
                section.texts("release_age_exempt", Function.identity()));
        section.refuseUnknown();
        return policy;
    }

    private static String period(String text) {
        try {
            boolean negative = text.contains("T")
                    ? Duration.parse(text).isNegative()
                    : Period.parse(text).isNegative();
            return matching(!negative, text, "must not be negative");
        } catch (DateTimeException e) {
            throw new IllegalArgumentException("must be an ISO 8601 period such as P3D", e);
        }
    }
}
