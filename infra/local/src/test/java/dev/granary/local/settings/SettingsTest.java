package dev.granary.local.settings;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

import dev.granary.kernel.Ecosystem;
import dev.granary.kernel.GranaryException;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class SettingsTest {
    private static final Ecosystem NPM = new Ecosystem("npm");
    private static final Ecosystem RAW = new Ecosystem("raw");

    @Test
    void flagsWinOverEnvironmentOverFileOverDiscovery() {
        assertThat(npmOf(said("flag"), said("environment"), file("file"), discovered()))
                .containsExactly("http://flag/");
        assertThat(npmOf(SaidSettings.NOTHING, said("environment"), file("file"), discovered()))
                .containsExactly("http://environment/");
        assertThat(npmOf(SaidSettings.NOTHING, SaidSettings.NOTHING, file("file"), discovered()))
                .containsExactly("http://file/");
        assertThat(npmOf(SaidSettings.NOTHING, SaidSettings.NOTHING, FileSettings.EMPTY, discovered()))
                .containsExactly("http://discovered/");
        assertThat(npmOf(SaidSettings.NOTHING, SaidSettings.NOTHING, FileSettings.EMPTY, List.of()))
                .isEmpty();
    }

    @Test
    void aFormatThatNobodyOverridesKeepsItsUpstreams() {
        // Given
        FileSettings file =
                withUpstreams(List.of(upstream(NPM, "file"), upstream(RAW, "tools"), upstream(RAW, "more")));

        // When
        EffectiveSettings settings = EffectiveSettings.combine(said("flag"), SaidSettings.NOTHING, file, discovered());

        // Then
        assertThat(settings.upstreams())
                .extracting(upstream -> upstream.url().toString())
                .containsExactly("http://flag/", "http://tools/", "http://more/");
    }

    @Test
    void theFilesProxyWinsOverTheEnvironments() {
        // Given
        SaidSettings environment = EnvironmentSettings.of(
                Map.of("HTTPS_PROXY", "http://user:secret@outside:8000", "NO_PROXY", "localhost, .corp,"));
        NetworkSettings inFile = new NetworkSettings(
                Optional.of(new ProxyChoice.Via(ProxyAddress.parse("inside:3128", "proxy", false))),
                Optional.empty(),
                Optional.empty(),
                Optional.of(true));
        FileSettings file = new FileSettings(
                Optional.empty(), Optional.empty(), Optional.empty(), List.of(), inFile, List.of(), Optional.empty());

        // When
        EffectiveSettings both = EffectiveSettings.combine(SaidSettings.NOTHING, environment, file, List.of());
        EffectiveSettings only =
                EffectiveSettings.combine(SaidSettings.NOTHING, environment, FileSettings.EMPTY, List.of());

        // Then
        assertThat(EffectiveToml.of(both)).contains("proxy = \"http://inside:3128\"\n", "offline = true");
        assertThat(EffectiveToml.of(only))
                .contains(
                        "proxy = \"http://outside:8000\"\n",
                        "proxy_credential_env = \"HTTPS_PROXY\"\n",
                        "no_proxy = \"localhost,.corp\"\n")
                .doesNotContain("secret");
    }

    @Test
    void readsUpstreamsFromTheEnvironment() {
        // When
        SaidSettings settings = EnvironmentSettings.of(
                Map.of("GRANARY_UPSTREAM_NPM", "https://registry.example/npm", "GRANARY_UPSTREAM_PYPI", " "));

        // Then
        assertThat(settings.upstreams())
                .containsExactly(UpstreamSetting.of(NPM, UpstreamUrl.parse("https://registry.example/npm/")));
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "ftp://registry.example/",
                "registry.example",
                "http://",
                "http://user:secret@registry.example/",
                "http://user:secret@/",
                "http://registry.example/?a=secret",
                "http://registry.example/#x",
                "http://a b/"
            })
    void refusesAnAddressThatIsNoneWithoutRepeatingItsPassword(String text) {
        assertThatExceptionOfType(GranaryException.class)
                .isThrownBy(() -> UpstreamUrl.parse(text))
                .withMessageContaining("the address of an upstream")
                .satisfies(failure -> {
                    if (text.contains("user:")) {
                        assertThat(failure.detail()).doesNotContain("secret");
                    }
                });
    }

    @Test
    void writesCredentialsByNameOnlyAndQuotesWhatNeedsIt() {
        // Given
        FileSettings file = withUpstreams(List.of(
                new UpstreamSetting(
                        NPM,
                        UpstreamUrl.parse("http://a/"),
                        Optional.of("say \"hi\"\n"),
                        Optional.of(new CredentialReference.InFile(Path.of("/secret"))),
                        List.of(),
                        false),
                new UpstreamSetting(
                        NPM,
                        UpstreamUrl.parse("http://b/"),
                        Optional.empty(),
                        Optional.of(new CredentialReference.InEnvironment("TOKEN")),
                        List.of(UpstreamUrl.parse("http://c/")),
                        true)));

        // When
        String toml = EffectiveToml.of(
                EffectiveSettings.combine(SaidSettings.NOTHING, SaidSettings.NOTHING, file, List.of()));

        // Then
        assertThat(toml)
                .contains(
                        "name = \"say \\\"hi\\\"\\u000a\"\n",
                        "credential_file = \"/secret\"\n",
                        "credential_env = \"TOKEN\"\nextra_hosts = [\"http://c/\"]\nallow_private = true\n",
                        "proxy = \"\"\nno_proxy = \"\"\n");
    }

    private static List<String> npmOf(
            SaidSettings flags, SaidSettings environment, FileSettings file, List<UpstreamSetting> discovered) {
        return EffectiveSettings.combine(flags, environment, file, discovered).upstreams().stream()
                .map(upstream -> upstream.url().toString())
                .toList();
    }

    private static SaidSettings said(String host) {
        return new SaidSettings(Optional.empty(), List.of(upstream(NPM, host)), NetworkSettings.UNSAID);
    }

    private static FileSettings file(String host) {
        return withUpstreams(List.of(upstream(NPM, host)));
    }

    private static List<UpstreamSetting> discovered() {
        return List.of(upstream(NPM, "discovered"));
    }

    private static UpstreamSetting upstream(Ecosystem format, String host) {
        return UpstreamSetting.of(format, UpstreamUrl.parse("http://" + host));
    }

    private static FileSettings withUpstreams(List<UpstreamSetting> upstreams) {
        return new FileSettings(
                Optional.empty(),
                Optional.empty(),
                Optional.empty(),
                upstreams,
                NetworkSettings.UNSAID,
                List.of(),
                Optional.empty());
    }
}
