package dev.granary.fetchverify.config;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.granary.fetchverify.policy.EcosystemPolicy;
import dev.granary.fetchverify.settings.CredentialPlace;
import dev.granary.fetchverify.settings.Mode;
import dev.granary.fetchverify.settings.ProxySettings;
import dev.granary.fetchverify.settings.Settings;
import dev.granary.fetchverify.settings.UpstreamSettings;
import dev.granary.fetchverify.source.Origin;
import dev.granary.kernel.ByteCount;
import dev.granary.kernel.Ecosystem;
import java.net.URI;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class SettingsFileTest {
    private static final Ecosystem NPM = new Ecosystem("npm");
    private static final String EVERY_KEY = """
            [registry]
            mode = "hybrid"
            site = "berlin"
            public_url = "https://packages.example/"

            [[upstream]]
            format = "npm"
            url = "https://registry.example/npm"
            name = "first"
            credential_file = "/run/token"
            extra_hosts = ["https://files.example"]
            allow_private = true

            [[upstream]]
            format = "raw"
            url = "http://127.0.0.1:9999/files/"
            credential_env = "RAW_TOKEN"

            [network]
            proxy = "http://proxy.example:3128"
            no_proxy = "localhost,.corp.example"
            ca_bundle = "/etc/extra.pem"
            offline = true

            [policy.npm]
            owned = ["@corp/*", "internal-tool"]
            minimum_release_age = "P3D"
            release_age_exempt = ["@corp/*"]

            [store]
            maximum_size = "50GiB"
            """;

    private static Settings parse(String toml) {
        return parse(toml, Map.of());
    }

    private static Settings parse(String toml, Map<String, String> environment) {
        return SettingsFile.parse(toml, "granary.toml", environment);
    }

    @Test
    void anEmptyFileMeansTheDefaults() {
        // When
        Settings settings = parse("");

        // Then
        assertThat(settings.site()).isEqualTo("local");
        assertThat(settings.mode()).isEqualTo(Mode.CENTRAL);
        assertThat(settings.upstreams()).isEmpty();
        assertThat(settings.policies()).isEmpty();
        assertThat(settings.network().proxy()).isEmpty();
        assertThat(settings.network().offline()).isFalse();
        assertThat(settings.store().maximumSize()).isEmpty();
    }

    @Test
    void emptyTextsOfTheLauncherMeanNoProxyWhateverTheEnvironmentSays() {
        // Given
        String toml = "[network]\nproxy = \"\"\nno_proxy = \"\"\noffline = false\n";

        // When
        Settings settings = parse(toml, Map.of("HTTPS_PROXY", "http://proxy.example:3128", "NO_PROXY", "*"));

        // Then
        assertThat(settings.network().proxy()).isEmpty();
        assertThat(settings.network().noProxy().covers(Origin.of(URI.create("https://registry.example/"))))
                .isFalse();
    }

    @Test
    void everyKeyIsRead() {
        // When
        Settings settings = parse(EVERY_KEY);

        // Then
        assertThat(settings.site()).isEqualTo("berlin");
        assertThat(settings.mode()).isEqualTo(Mode.HYBRID);
        UpstreamSettings npm = settings.upstreamsOf(NPM).getFirst();
        assertThat(npm.upstream().name()).isEqualTo("first");
        assertThat(npm.upstream().base().uri()).hasToString("https://registry.example/npm/");
        assertThat(npm.credential()).contains(new CredentialPlace.InFile(Path.of("/run/token")));
        assertThat(npm.extraOrigins()).containsExactly(new Origin("https", "files.example", 443));
        assertThat(npm.allowPrivate()).isTrue();
        UpstreamSettings raw = settings.upstreams().getLast();
        assertThat(raw.upstream().name()).isEqualTo("main");
        assertThat(raw.credential()).contains(new CredentialPlace.InEnvironment("RAW_TOKEN"));
        assertThat(settings.network().proxy()).contains(new ProxySettings("proxy.example", 3128, Optional.empty()));
        assertThat(settings.network().noProxy().covers(new Origin("https", "a.corp.example", 443)))
                .isTrue();
        assertThat(settings.network().caBundle()).contains(Path.of("/etc/extra.pem"));
        assertThat(settings.network().offline()).isTrue();
        EcosystemPolicy policy = settings.policies().getOrDefault(NPM, EcosystemPolicy.OPEN);
        assertThat(policy.owned()).hasSize(2);
        assertThat(policy.minimumReleaseAge()).contains(Duration.ofDays(3));
        assertThat(policy.releaseAgeExempt()).hasSize(1);
        assertThat(settings.store().maximumSize()).contains(ByteCount.of(50L << 30));
    }

    @ParameterizedTest
    @CsvSource(delimiter = '|', textBlock = """
            [network]#prxy = "x"                              | line 2: 'network.prxy' is not a setting; those here are ca_bundle
            color = "red"                                     | line 1: 'color' is not a setting
            [registry]#mode = "peer"                          | line 2: 'registry.mode' is not usable: need central, p2p or hybrid
            [registry]#site = "a b"                           | line 2: 'registry.site' is not usable
            [[upstream]]#url = "https://a.example/"           | line 2: 'upstream.format' is missing
            [[upstream]]#format = "npm"                       | line 2: 'upstream.url' is missing
            [[upstream]]#format = "npm"#url = "ftp://a/"      | line 3: 'upstream.url' is not usable
            [[upstream]]#format = "n/m"#url = "http://a/"     | line 2: 'upstream.format' is not usable
            [upstream]#format = "npm"                         | line 1: 'upstream' is a list of tables
            [network]#offline = "yes"                         | line 2: 'network.offline' needs true or false
            [network]#proxy = "socks5://a:1"                  | line 2: 'network.proxy' is not usable
            [network]#no_proxy = "10.0.0.0/99"                | line 2: 'network.no_proxy' is not usable
            [network]#proxy = "http://a"#proxy_credential_env = "NONE" | names the variable NONE, which is not set
            [policy.npm]#owned = "a"                          | line 2: 'policy.npm.owned' needs a list of texts
            [policy.npm]#owned = ["*"]                        | line 2: 'policy.npm.owned' is not usable
            [policy.npm]#minimum_release_age = "3 days"       | line 2: 'policy.npm.minimum_release_age' is not usable
            [policy.npm]#minimum_release_age = "P1M"          | months and years have no fixed length
            [store]#maximum_size = "large"                    | line 2: 'store.maximum_size' is not usable
            [store]#maximum_size = "9999999999TiB"            | no disk has 9999999999TiB
            [store#                                           | line 1:
            """)
    void whatMakesNoSenseIsRefusedWithItsLine(String toml, String sentence) {
        // When / Then
        assertThatThrownBy(() -> parse(toml.replace('#', '\n')))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessageContaining(sentence);
    }

    @Test
    void twoCredentialsOfOneUpstreamAreRefused() {
        // Given
        String toml = """
                [[upstream]]
                format = "npm"
                url = "https://registry.example/"
                credential_file = "/a"
                credential_env = "B"
                """;

        // When / Then
        assertThatThrownBy(() -> parse(toml)).hasMessageContaining("an upstream has one credential");
    }

    @Test
    void aPasswordWrittenIntoAnAddressIsRefusedWithoutBeingRepeated() {
        // When / Then
        assertThatThrownBy(() -> parse("[[upstream]]\nformat = \"npm\"\nurl = \"https://me:geheim@a.example/\""))
                .hasMessageContaining("upstream.url")
                .hasMessageNotContaining("geheim");
        assertThatThrownBy(() -> parse("[[upstream]]\nformat = \"npm\"\nurl = \"https://me:geh eim@a.example/\""))
                .hasMessageContaining("upstream.url")
                .hasMessageNotContaining("eim@");
    }

    @Test
    void twoUpstreamsOfOneFormatNeedDifferentNames() {
        // Given
        String unnamed = "[[upstream]]\nformat = \"npm\"\nurl = \"https://%s.example/\"\n";

        // When
        Settings settings = parse(unnamed.formatted("a") + unnamed.formatted("b"));

        // Then
        assertThat(settings.upstreams())
                .extracting(each -> each.upstream().name())
                .containsExactly("main", "main-2");
        assertThatThrownBy(() -> parse((unnamed.formatted("a") + "name = \"x\"\n").repeat(2)))
                .hasMessageContaining("is the name of two npm upstreams");
    }

    @Test
    void theEnvironmentNamesAnotherUpstream() {
        // Given
        String toml = "[[upstream]]\nformat = \"npm\"\nurl = \"https://a.example/\"\ncredential_env = \"T\"\n";

        // When
        Settings other = parse(toml, Map.of("GRANARY_UPSTREAM_NPM", "https://b.example/"));
        Settings same = parse(toml, Map.of("GRANARY_UPSTREAM_NPM", "https://a.example"));

        // Then
        assertThat(other.upstreams()).hasSize(1);
        assertThat(other.upstreams().getFirst().origin().host()).isEqualTo("b.example");
        assertThat(other.upstreams().getFirst().credential()).isEmpty();
        assertThat(same.upstreams().getFirst().credential()).isPresent();
        assertThatThrownBy(() -> parse("", Map.of("GRANARY_UPSTREAM_NPM", "nonsense")))
                .hasMessageContaining("GRANARY_UPSTREAM_NPM is not usable");
    }

    @Test
    void theEnvironmentsProxyIsUsedUnlessTheFileSaysOtherwise() {
        // Given
        Map<String, String> environment =
                Map.of("https_proxy", "http://me:p%40ss@proxy.example:8080", "NO_PROXY", "corp.example");

        // When
        Settings silent = parse("", environment);
        Settings without = parse("[network]\nproxy = \"\"", environment);
        Settings named = parse(
                "[network]\nproxy = \"http://proxy.example:8080\"\nproxy_credential_env = \"https_proxy\"",
                environment);

        // Then
        assertThat(silent.network().proxy())
                .contains(new ProxySettings("proxy.example", 8080, Optional.of(new ProxySettings.Login("me", "p@ss"))));
        assertThat(silent.network().noProxy().covers(new Origin("https", "corp.example", 443)))
                .isTrue();
        assertThat(without.network().proxy()).isEmpty();
        assertThat(named.network().proxy()).isEqualTo(silent.network().proxy());
        assertThat(silent.toString()).doesNotContain("p@ss", "p%40ss");
    }
}
