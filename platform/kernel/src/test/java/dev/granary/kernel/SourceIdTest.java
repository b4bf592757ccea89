package dev.granary.kernel;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class SourceIdTest {
    @ParameterizedTest
    @ValueSource(
            strings = {
                "upstream:npm/registry.example",
                "upstream:npm/registry.example:8443",
                "peer:12D3KooW",
                "store:local"
            })
    void theWrittenFormLeadsBack(String text) {
        assertThat(SourceId.parse(text)).hasToString(text);
    }

    @Test
    void anUpstreamIsNamedByEcosystemAndAuthority() {
        assertThat(SourceId.upstream(new Ecosystem("npm"), "registry.example:8443"))
                .hasToString("upstream:npm/registry.example:8443");
        assertThat(SourceId.store()).hasToString("store:local");
    }

    @ParameterizedTest
    @ValueSource(
            strings = {"", "upstream", "upstream:", "disk:x", "peer:a b", "peer:a\nb", "peer:\u00fc", "UPSTREAM:x"})
    void refusesWhatIsNoSource(String text) {
        assertThatThrownBy(() -> SourceId.parse(text)).isInstanceOf(IllegalArgumentException.class);
    }

    @Test
    void refusesNamesThatAreTooLong() {
        assertThat(SourceId.parse("peer:" + "x".repeat(255)).name()).hasSize(255);
        assertThatThrownBy(() -> SourceId.parse("peer:" + "x".repeat(256)))
                .isInstanceOf(IllegalArgumentException.class);
    }
}
