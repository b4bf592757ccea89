package dev.granary.local.toml;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

import dev.granary.kernel.Ecosystem;
import dev.granary.kernel.GranaryException;
import dev.granary.local.settings.EffectiveSettings;
import dev.granary.local.settings.EffectiveToml;
import dev.granary.local.settings.FileSettings;
import dev.granary.local.settings.PolicySettings;
import dev.granary.local.settings.SaidSettings;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class GranaryTomlTest {
    private static final String WHOLE = """
            [registry]
            mode = "central"
            site = "berlin"
            public_url = "https://packages.example/"

            [[upstream]]
            format = "npm"
            url = "https://registry.example/"
            name = "main"
            credential_file = "/etc/granary/npm"

            [[upstream]]
            format = "raw"
            name = "tools"
            url = "http://127.0.0.1:9999/files"
            credential_env = "TOOLS_TOKEN"
            extra_hosts = ["http://127.0.0.1:9998/"]
            allow_private = true

            [network]
            proxy = "http://proxy.example:3128"
            no_proxy = "localhost,127.0.0.1"
            ca_bundle = "/etc/extra.pem"
            offline = false

            [policy.npm]
            owned = ["@corp/*", "internal-tool"]
            minimum_release_age = "P3D"
            release_age_exempt = ["@corp/*"]

            [store]
            maximum_size = "50GiB"
            """;

    @Test
    void readsEverySetting() {
        // When
        FileSettings settings = GranaryToml.parse(WHOLE, "granary.toml");

        // Then
        assertThat(settings.site()).contains("berlin");
        assertThat(settings.publicUrl()).hasToString("Optional[https://packages.example/]");
        assertThat(settings.upstreams()).hasSize(2);
        assertThat(settings.network().noProxy()).contains(List.of("localhost", "127.0.0.1"));
        assertThat(settings.policies())
                .containsExactly(new PolicySettings(
                        new Ecosystem("npm"),
                        List.of("@corp/*", "internal-tool"),
                        Optional.of("P3D"),
                        List.of("@corp/*")));
        assertThat(settings.storeMaximumSize()).contains("50GiB");
    }

    @Test
    void whatIsWrittenForTheGatewayReadsTheSame() {
        // Given
        FileSettings settings = GranaryToml.parse(WHOLE.replaceFirst("public_url.*\n", ""), "granary.toml");

        // When
        String written = EffectiveToml.of(
                EffectiveSettings.combine(SaidSettings.NOTHING, SaidSettings.NOTHING, settings, List.of()));

        // Then
        assertThat(GranaryToml.parse(written, "effective")).isEqualTo(settings);
    }

    @Test
    void anEmptyFileSaysNothing() {
        assertThat(GranaryToml.parse("", "granary.toml")).isEqualTo(FileSettings.EMPTY);
    }

    @ParameterizedTest
    @CsvSource(delimiter = '|', textBlock = """
            [registry]\\nsyte = "x"                                    | line 2: registry.syte is not a setting
            colour = 1                                                 | line 1: colour is not a setting
            [registry]\\nmode = "often"                                | line 2: registry.mode must be central
            [registry]\\nmode = 3                                      | line 2: registry.mode must be a text
            [registry]\\nsite = "Not A Name"                           | line 2: registry.site must be 1 to 63
            [registry                                                  | line 1
            [[upstream]]\\nformat = "npm"                              | upstream] needs format and url
            [[upstream]]\\nformat = "npm"\\nurl = "ftp://x/"           | line 3: upstream.url the address
            [[upstream]]\\nformat = "npm"\\nurl = "http://x/"\\nkey="" | line 4: upstream.key is not a setting
            [upstream]\\nformat = "npm"                                | line 1: upstream must be [[upstream]]
            [network]\\noffline = "yes"                                | line 2: network.offline must be true or false
            [network]\\nproxy = "http://u:p@x:1"                       | line 2: network.proxy it carries a user
            [network]\\nca_bundle = "extra.pem"                        | line 2: network.ca_bundle must be an absolute
            [policy.npm]\\nminimum_release_age = "3 days"              | line 2: policy.npm.minimum_release_age must be
            [policy.npm]\\nowned = [1]                                 | line 2: policy.npm.owned must be a list of texts
            [store]\\nmaximum_size = "much"                            | line 2: store.maximum_size must be a size
            """)
    void namesTheLineOfWhatIsWrong(String text, String complaint) {
        assertThatExceptionOfType(GranaryException.class)
                .isThrownBy(() -> GranaryToml.parse(text.replace("\\n", "\n"), "granary.toml"))
                .withMessageContaining("granary.toml")
                .withMessageContaining(complaint);
    }
}
