package dev.granary.fetchverify.source;

import static org.assertj.core.api.Assertions.assertThat;

import java.net.InetAddress;
import java.net.URI;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class OriginTest {
    @ParameterizedTest
    @CsvSource({
        "https://Registry.Example/a, https://registry.example",
        "HTTPS://registry.example.:443/, https://registry.example",
        "http://registry.example:8080, http://registry.example:8080",
        "http://[2001:DB8::1]:80/, http://[2001:db8::1]"
    })
    void hasOneSpelling(URI address, String spelling) {
        // When
        Origin origin = Origin.of(address);

        // Then
        assertThat(origin).hasToString(spelling);
    }

    @ParameterizedTest
    @ValueSource(
            strings = {"file:///etc/passwd", "gopher://a/", "/a", "http:a", "http://u@a/", "http://a:0/", "http://a_b/"
            })
    void isNothingThatCannotBeAsked(URI address) {
        // When / Then
        assertThat(Origin.find(address)).isEmpty();
    }

    @Test
    void aNameMayNotLeadInsideUnlessConfigurationSaysSo() {
        // Given
        Origin named = Origin.of(URI.create("https://registry.example/"));
        InetAddress inside = InetAddress.ofLiteral("10.0.0.1");
        InetAddress metadata = InetAddress.ofLiteral("169.254.169.254");

        // When
        AllowedOrigin plain = new AllowedOrigin(named, false);
        AllowedOrigin internal = new AllowedOrigin(named, true);

        // Then
        assertThat(plain.allows(InetAddress.ofLiteral("93.184.215.14"))).isTrue();
        assertThat(plain.allows(inside)).isFalse();
        assertThat(internal.allows(inside)).isTrue();
        assertThat(internal.allows(metadata)).isFalse();
    }

    @Test
    void anUpstreamConfiguredAsALiteralOrLocalhostLeadsThere() {
        // Given
        AllowedOrigin literal = new AllowedOrigin(Origin.of(URI.create("http://127.0.0.1:99/")), false);
        AllowedOrigin localhost = new AllowedOrigin(Origin.of(URI.create("http://localhost:99/")), false);

        // When / Then
        assertThat(literal.allows(InetAddress.ofLiteral("127.0.0.1"))).isTrue();
        assertThat(localhost.allows(InetAddress.ofLiteral("127.0.0.1"))).isTrue();
        assertThat(localhost.allows(InetAddress.ofLiteral("10.0.0.1"))).isFalse();
    }
}
