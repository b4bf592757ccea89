package dev.granary.local.client;

import static org.assertj.core.api.Assertions.assertThat;

import dev.granary.local.discovery.Discovered.Found;
import dev.granary.local.discovery.Discovered.Nothing;
import dev.granary.local.settings.UpstreamUrl;
import java.util.List;
import org.junit.jupiter.api.Test;

class NpmRegistryTest {
    @Test
    void readsTheLastLine() {
        assertThat(NpmRegistry.read(List.of("a notice", "https://registry.example/npm", "")))
                .isEqualTo(new Found(UpstreamUrl.parse("https://registry.example/npm/")));
    }

    @Test
    void takesUndefinedAndSilenceForNothing() {
        assertThat(NpmRegistry.read(List.of("undefined"))).isEqualTo(new Nothing("npm has no registry set"));
        assertThat(NpmRegistry.read(List.of())).isEqualTo(new Nothing("npm has no registry set"));
    }

    @Test
    void doesNotRepeatAPasswordInTheAddress() {
        assertThat(NpmRegistry.read(List.of("https://me:secret@registry.example/"))
                        .toString())
                .contains("carries a user or a password")
                .doesNotContain("secret");
    }
}
