package dev.granary.fetchverify.component;

import static java.util.Objects.requireNonNull;
import static org.assertj.core.api.Assertions.assertThat;

import dev.granary.fetchverify.component.Wire.Received;
import dev.granary.kernel.ContentDigest;
import dev.granary.kernel.DigestAlgorithm;
import dev.granary.testing.Gate;
import dev.granary.testing.http.Fault;
import dev.granary.testing.npm.NpmVersion;
import io.quarkus.test.common.QuarkusTestResource;
import io.quarkus.test.common.http.TestHTTPResource;
import io.quarkus.test.junit.QuarkusTest;
import java.io.IOException;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.Callable;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** Many clients at once for one thing that is not held yet. */
@QuarkusTest
@QuarkusTestResource(Mirror.class)
class CrowdTest {
    private static final Duration PATIENCE = Duration.ofSeconds(60);

    @TestHTTPResource
    @Nullable
    URI base;

    @BeforeEach
    void settle() {
        new Door(address()).settle();
    }

    @Test
    void fault11FiveHundredClientsOfOneColdFileMakeOneFetch() throws Exception {
        // Given
        Mirror.NPM.publish(NpmVersion.of("crowded", "1.0.0").padded(200_000));
        String right = sha256(Mirror.NPM.tarball("crowded", "1.0.0"));

        // When
        List<String> received = ask(500, "/npm/crowded/-/crowded-1.0.0.tgz");

        // Then
        assertThat(received).hasSize(500).containsOnly(right);
        assertThat(Mirror.UPSTREAM.hits("/crowded/-/*")).isEqualTo(1);
        assertThat(Mirror.UPSTREAM.hits("/crowded")).isEqualTo(1);
    }

    @Test
    void fault11WhoLeavesEarlyFailsNobody() throws Exception {
        // Given: a file that stops half way, the first client and others who leave meanwhile
        Mirror.NPM.publish(NpmVersion.of("left", "1.0.0").padded(600_000));
        String right = sha256(Mirror.NPM.tarball("left", "1.0.0"));
        Gate gate = Gate.closed();
        Mirror.UPSTREAM.fault("/left/-/*", new Fault.HoldAfter(300_000, gate));
        List<Wire> leavers = new ArrayList<>();
        for (int i = 0; i < 20; i++) {
            Wire leaver = Wire.to(address());
            leavers.add(leaver);
            leaver.send(request("/npm/left/-/left-1.0.0.tgz"));
        }
        assertThat(leavers.getFirst().receiveSome(1000))
                .as("bytes travel before the end")
                .isEqualTo(1000);

        // When
        try (ExecutorService threads = Executors.newVirtualThreadPerTaskExecutor()) {
            List<Future<String>> stayers = new ArrayList<>();
            for (int i = 0; i < 50; i++) {
                stayers.add(threads.submit((Callable<String>) () -> fetch("/npm/left/-/left-1.0.0.tgz")));
            }
            for (Wire leaver : leavers) {
                leaver.close();
            }
            gate.open();

            // Then
            for (Future<String> stayer : stayers) {
                assertThat(stayer.get(60, TimeUnit.SECONDS)).isEqualTo(right);
            }
        }
        assertThat(Mirror.UPSTREAM.requests())
                .filteredOn(request -> request.path().startsWith("/left/-/"))
                .filteredOn(request -> request.header("Range").isEmpty()) // what waited too long is gone on with
                .hasSize(1);
    }

    @Test
    void aHundredClientsOfOneColdDocumentMakeOneQuestion() throws Exception {
        // Given
        Mirror.NPM.publish("asked", "1.0.0");
        Mirror.UPSTREAM.fault("/asked", new Fault.Delay(Duration.ofMillis(300)));

        // When
        List<String> received = ask(100, "/npm/asked");

        // Then
        assertThat(received).hasSize(100);
        assertThat(received.stream().distinct()).hasSize(1);
        assertThat(Mirror.UPSTREAM.hits("/asked")).isEqualTo(1);
    }

    /** Sends {@code count} requests at once; returns the digests of the bodies. */
    private List<String> ask(int count, String path) throws Exception {
        List<String> digests = new ArrayList<>();
        try (ExecutorService threads = Executors.newVirtualThreadPerTaskExecutor()) {
            List<Future<String>> clients = new ArrayList<>();
            for (int i = 0; i < count; i++) {
                clients.add(threads.submit((Callable<String>) () -> fetch(path)));
            }
            for (Future<String> client : clients) {
                digests.add(client.get(120, TimeUnit.SECONDS));
            }
        }
        return digests;
    }

    /** The digest of the body, read to the announced end. */
    private String fetch(String path) throws IOException {
        Received received = Wire.exchange(address(), request(path), PATIENCE);
        assertThat(received.status()).isEqualTo(200);
        String body = received.text().substring(received.text().indexOf("\r\n\r\n") + 4);
        return sha256(body.getBytes(StandardCharsets.ISO_8859_1));
    }

    private static String request(String path) {
        return "GET " + path + " HTTP/1.1\r\nHost: m\r\nConnection: close\r\n\r\n";
    }

    private static String sha256(byte[] bytes) {
        return ContentDigest.hash(DigestAlgorithm.SHA256, bytes).hex();
    }

    private URI address() {
        return requireNonNull(base);
    }
}
