package dev.granary.testing.http;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.granary.testing.npm.NpmFixture;
import java.net.ConnectException;
import java.net.http.HttpResponse;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

class FlippingProxyTest {
    private final FixtureUpstream upstream = FixtureUpstream.start();
    private final NpmFixture npm = NpmFixture.on(upstream, "/repository/npm");
    private final FlippingProxy proxy =
            FlippingProxy.inFrontOf(upstream.baseUrl().resolve("repository/npm"));
    private final TestClient client = new TestClient(proxy.baseUrl());

    @BeforeEach
    void publish() {
        npm.publish("left-pad", "1.3.0");
    }

    @AfterEach
    void stop() {
        client.close();
        proxy.close();
        upstream.close();
    }

    @Test
    void passesBodiesValidatorsAndConditionsOn() throws Exception {
        // When
        HttpResponse<byte[]> tarball = client.send("left-pad/-/left-pad-1.3.0.tgz");
        String etag = tarball.headers().firstValue("etag").orElseThrow();
        HttpResponse<byte[]> again = client.send("left-pad/-/left-pad-1.3.0.tgz", "If-None-Match", etag);

        // Then
        assertThat(tarball.body()).isEqualTo(npm.tarball("left-pad", "1.3.0"));
        assertThat(again.statusCode()).isEqualTo(304);
        assertThat(proxy.hits("/left-pad/-/*")).isEqualTo(2);
    }

    @Test
    void namesItselfInIndexes() throws Exception {
        assertThat(client.send("left-pad").body())
                .asString()
                .contains("\"tarball\":\"" + proxy.baseUrl() + "left-pad/-/left-pad-1.3.0.tgz\"");
    }

    @Test
    void answersHeadWithTheLength() throws Exception {
        // When
        HttpResponse<byte[]> head = client.head("left-pad/-/left-pad-1.3.0.tgz");

        // Then
        assertThat(head.headers().firstValueAsLong("content-length")).hasValue(npm.tarball("left-pad", "1.3.0").length);
    }

    @Test
    void flipsOneByteUntilHealed() throws Exception {
        // Given
        proxy.flip("*.tgz");

        // When
        byte[] flipped = client.send("left-pad/-/left-pad-1.3.0.tgz").body();
        proxy.heal();
        byte[] healed = client.send("left-pad/-/left-pad-1.3.0.tgz").body();

        // Then
        assertThat(flipped).hasSameSizeAs(healed).isNotEqualTo(healed);
        assertThat(healed).isEqualTo(npm.tarball("left-pad", "1.3.0"));
    }

    @Test
    void refusesConnectionsWhileCutOff() throws Exception {
        // Given
        proxy.cutOff();

        // Then
        assertThatThrownBy(() -> client.send("left-pad")).isInstanceOf(ConnectException.class);
        proxy.restore();
        assertThat(client.send("left-pad").statusCode()).isEqualTo(200);
    }

    @Test
    void saysSoWhenItsUpstreamIsGone() throws Exception {
        // Given
        upstream.die();

        // Then
        assertThat(client.send("left-pad").statusCode()).isEqualTo(502);
    }
}
