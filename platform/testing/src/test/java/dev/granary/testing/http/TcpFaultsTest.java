package dev.granary.testing.http;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.granary.testing.SeededRandom;
import java.io.IOException;
import java.net.ConnectException;
import java.net.URI;
import java.time.Duration;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

class TcpFaultsTest {
    private static final byte[] CONTENT = new SeededRandom(7).bytes(200_000);

    private final FixtureUpstream upstream = FixtureUpstream.start();
    private final TcpFaults relay = TcpFaults.inFrontOf(upstream.port());
    private final TestClient client = new TestClient(URI.create("http://127.0.0.1:" + relay.port() + "/"));

    @BeforeEach
    void serve() {
        upstream.put("/file", FixtureFile.binary(CONTENT));
    }

    @AfterEach
    void stop() {
        client.close();
        relay.close();
        upstream.close();
    }

    @Test
    void passesEverythingOnWithoutFaults() throws Exception {
        assertThat(client.send("file").body()).isEqualTo(CONTENT);
        assertThat(relay.connections()).isEqualTo(1);
    }

    @Test
    void addsLatency() throws Exception {
        // Given
        relay.latency(Duration.ofMillis(30));
        long start = System.nanoTime();

        // When
        client.send("file");

        // Then
        assertThat(Duration.ofNanos(System.nanoTime() - start)).isGreaterThan(Duration.ofMillis(60));
    }

    @Test
    void resetsOnceSoMuchHasPassed() {
        // Given
        relay.limit(1000);

        // Then
        assertThatThrownBy(() -> client.send("file")).isInstanceOf(IOException.class);
    }

    @Test
    void letsNothingPassWhileItIsABlackHole() throws Exception {
        // Given
        relay.blackHole();
        var answer = client.sendAsync("file");

        // Then
        assertThatThrownBy(() -> answer.get(100, TimeUnit.MILLISECONDS)).isInstanceOf(Exception.class);
        relay.heal();
        assertThat(answer.get(5, TimeUnit.SECONDS).body()).isEqualTo(CONTENT);
    }

    @Test
    void closesOneDirectionOnly() {
        // Given
        relay.halfClose();

        // Then
        assertThatThrownBy(() -> client.send("file")).isInstanceOf(IOException.class);
    }

    @Test
    void resetsOpenConnections() throws Exception {
        // Given
        upstream.fault("/file", Fault.hang());
        var answer = client.rawAsync("file");
        client.awaitHits(upstream, "/file", 1);

        // When
        relay.resetAll();

        // Then
        assertThatThrownBy(() -> answer.get(5, TimeUnit.SECONDS)).hasCauseInstanceOf(IOException.class);
    }

    @Test
    void refusesConnectionsWhileDead() throws Exception {
        // Given
        relay.die();

        // Then
        assertThatThrownBy(() -> client.send("file")).isInstanceOf(ConnectException.class);
        relay.revive();
        assertThat(client.send("file").statusCode()).isEqualTo(200);
    }
}
