package dev.granary.local.discovery;

import static org.assertj.core.api.Assertions.assertThat;

import dev.granary.kernel.Ecosystem;
import dev.granary.local.discovery.Discovered.Found;
import dev.granary.local.discovery.Discovered.Nothing;
import dev.granary.local.settings.UpstreamSetting;
import dev.granary.local.settings.UpstreamUrl;
import java.util.Map;
import java.util.Set;
import org.junit.jupiter.api.Test;

class DiscoveryTest {
    private static final Ecosystem NPM = new Ecosystem("npm");
    private static final OwnAddress OURSELVES = new OwnAddress(Set.of("localhost", "127.0.0.1"), 8080);
    private static final UpstreamUrl REGISTRY = UpstreamUrl.parse("https://registry.example/");
    private static final UpstreamUrl OURS = UpstreamUrl.parse("http://LOCALHOST:8080/npm/");

    @Test
    void takesTheRegistryThatTheClientUses() {
        // When
        Discovery discovery = Discovery.of(Map.of(NPM, new Found(REGISTRY)), Map.of(), OURSELVES);

        // Then
        assertThat(discovery.upstreams()).containsEntry(NPM, UpstreamSetting.of(NPM, REGISTRY));
        assertThat(discovery.sentences().get(NPM)).contains("https://registry.example/", "client's own setting");
    }

    @Test
    void neverTakesItselfButWhatItUsedBefore() {
        // When
        Discovery discovery = Discovery.of(Map.of(NPM, new Found(OURS)), Map.of(NPM, REGISTRY), OURSELVES);

        // Then
        assertThat(discovery.upstreams()).containsEntry(NPM, UpstreamSetting.of(NPM, REGISTRY));
        assertThat(discovery.sentences().get(NPM)).contains("as at the last start");
    }

    @Test
    void neverTakesItselfThoughThatWasPinned() {
        // When
        Discovery discovery = Discovery.of(Map.of(NPM, new Found(OURS)), Map.of(NPM, OURS), OURSELVES);

        // Then
        assertThat(discovery.upstreams()).isEmpty();
        assertThat(discovery.sentences().get(NPM)).contains("points at this mirror", "--upstream npm=URL");
    }

    @Test
    void tellsHowToNameAnUpstreamWhenThereIsNone() {
        // When
        Discovery discovery = Discovery.of(Map.of(NPM, new Nothing("npm is not installed")), Map.of(), OURSELVES);

        // Then
        assertThat(discovery.upstreams()).isEmpty();
        assertThat(discovery.sentences().get(NPM))
                .isEqualTo("npm is not served: no upstream, for npm is not installed; set it with --upstream npm=URL,"
                        + " GRANARY_UPSTREAM_NPM or granary.toml");
    }

    @Test
    void saysWhenTheClientsSettingHasChanged() {
        // Given
        UpstreamUrl other = UpstreamUrl.parse("https://other.example/");

        // When
        Discovery discovery = Discovery.of(Map.of(NPM, new Found(other)), Map.of(NPM, REGISTRY), OURSELVES);

        // Then
        assertThat(discovery.upstreams()).containsEntry(NPM, UpstreamSetting.of(NPM, other));
        assertThat(discovery.sentences().get(NPM)).contains("was https://registry.example/ at the last start");
    }

    @Test
    void knowsItselfByHostAndPort() {
        assertThat(OURSELVES.is(OURS)).isTrue();
        assertThat(OURSELVES.is(UpstreamUrl.parse("http://localhost:8081/npm/")))
                .isFalse();
        assertThat(OURSELVES.is(UpstreamUrl.parse("http://registry.example:8080/")))
                .isFalse();
        assertThat(new OwnAddress(Set.of("mirror"), 80).is(UpstreamUrl.parse("http://mirror/npm")))
                .isTrue();
    }
}
