package dev.granary.fetchverify.component;

import static java.util.Objects.requireNonNull;
import static org.assertj.core.api.Assertions.assertThat;

import dev.granary.fetchverify.component.Door.Answer;
import dev.granary.fetchverify.component.Wire.Received;
import dev.granary.testing.npm.NpmVersion;
import io.quarkus.test.common.QuarkusTestResource;
import io.quarkus.test.common.http.TestHTTPResource;
import io.quarkus.test.junit.QuarkusTest;
import java.io.IOException;
import java.net.URI;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.locks.LockSupport;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** What clients and those between can send, by the numbers of the fault list. */
@QuarkusTest
@QuarkusTestResource(Mirror.class)
class HostileRequestsTest {
    private static final Duration MOMENT = Duration.ofSeconds(2);

    @TestHTTPResource
    @Nullable
    URI base;

    @BeforeEach
    void settle() {
        door().settle();
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "/npm/..%2f..%2fetc/passwd",
                "/npm/%2e%2e/%2e%2e/etc/passwd",
                "/npm/../../etc/passwd",
                "/npm/./left-pad",
                "/npm/%252e%252e/x",
                "/npm/..\\..\\x",
                "/npm/..%5c..%5cx",
                "/npm/a%00.tgz",
                "/npm/%c0%ae%c0%ae/x",
                "/npm/%e0%80%af",
                "/npm/%ff",
                "/npm/a%2fb",
                "/npm/@s%2fa%2fb",
                "/npm/@s%252fname",
                "/npm//left-pad",
                "/npm/left-pad//",
                "/npm/%",
                "/npm/a%4",
                "/raw/tools/..%2f..%2fetc/passwd",
                "/raw/tools/%2e%2e/secret",
                "/raw/tools/a/../b",
                "/raw/../npm/x",
            })
    void fault21APathThatCanBeReadInTwoWaysIsRefused(String target) throws IOException {
        // Given
        Mirror.UPSTREAM.forgetRequests();

        // When
        Received first = Wire.get(address(), target);
        Received second = Wire.get(address(), target);

        // Then
        assertThat(first.status()).isEqualTo(400);
        assertThat(first.text()).doesNotContain("root:");
        assertThat(second.status()).as("no cache has it").isEqualTo(400);
        assertThat(second.text()).doesNotContainIgnoringCase("X-Cache");
        assertThat(Mirror.UPSTREAM.requests()).isEmpty();
    }

    @ParameterizedTest
    @ValueSource(
            strings = {"/%6epm/left-pad", "//npm/left-pad", "/x/../npm/left-pad", "/./npm/left-pad", "/NPM/left-pad"})
    void fault21NoOtherSpellingLeadsIntoAFormat(String target) throws IOException {
        // Given
        Mirror.UPSTREAM.forgetRequests();

        // When
        Received answer = Wire.get(address(), target);

        // Then
        assertThat(answer.status()).isIn(400, 404);
        assertThat(Mirror.UPSTREAM.requests()).isEmpty();
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "/npm/a%e2%80%aeb",
                "/npm/l%d0%b5ft-pad", // a Cyrillic e
                "/npm/CON",
                "/npm/nul",
                "/npm/-rf",
                "/npm/.",
                "/npm/.hidden",
                "/npm/_private",
                "/npm/node_modules",
                "/npm/favicon.ico",
                "/npm/a%20b",
                "/npm/@/x",
                "/npm/@scope",
                "/npm/%0d%0aSet-Cookie:%20a=b",
                "/npm/left-pad%0a2026-01-01%20INFO%20all%20is%20well",
            })
    void fault23ANameThatMisleadsIsRefused(String target) throws IOException {
        // Given
        Mirror.UPSTREAM.forgetRequests();

        // When
        Received answer = Wire.get(address(), target);

        // Then
        assertThat(answer.status()).isEqualTo(400);
        assertThat(answer.text()).doesNotContain("Set-Cookie").doesNotContain("all is well\n");
        assertThat(Mirror.UPSTREAM.requests()).isEmpty();
    }

    @Test
    void fault23ANameOfTenKilobytesIsRefused() throws IOException {
        // When
        Received longName = Wire.get(address(), "/npm/" + "a".repeat(5_000));
        Received longLine = Wire.get(address(), "/npm/" + "a".repeat(10_000));

        // Then
        assertThat(longName.status()).isEqualTo(400);
        assertThat(longLine.status()).isIn(400, 414);
    }

    @ParameterizedTest
    @CsvSource({
        "Host, evil.example",
        "X-Forwarded-Host, evil.example",
        "X-Forwarded-Proto, https",
        "X-Forwarded-Prefix, /evil",
        "Forwarded, host=evil.example;proto=https",
        "X-Original-URL, /evil",
    })
    void fault26LinksLeadToTheConfiguredAddress(String name, String value) throws IOException {
        // Given
        Mirror.NPM.publish("linked", "1.0.0");
        String host = name.equals("Host") ? "" : "Host: mirror\r\n";

        // When
        Received poisoned = Wire.exchange(
                address(),
                "GET /npm/linked HTTP/1.1\r\n" + host + name + ": " + value + "\r\nConnection: close\r\n\r\n",
                Duration.ofSeconds(20));
        Answer next = door().get("/npm/linked");

        // Then
        assertThat(poisoned.text())
                .contains("\"tarball\":\"" + Mirror.PUBLIC_URL + "npm/linked/-/linked-1.0.0.tgz\"")
                .doesNotContain("evil");
        assertThat(next.text()).doesNotContain("evil");
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                // CL.TE and TE.CL
                "POST /npm/left-pad HTTP/1.1\r\nHost: m\r\nContent-Length: 6\r\nTransfer-Encoding: chunked\r\n\r\n0\r\n\r\nX",
                "GET /npm/left-pad HTTP/1.1\r\nHost: m\r\nTransfer-Encoding: chunked\r\nContent-Length: 4\r\n\r\n0\r\n\r\n",
                // an encoding that nobody knows
                "POST /npm/left-pad HTTP/1.1\r\nHost: m\r\nTransfer-Encoding: xchunked\r\n\r\n0\r\n\r\n",
                "POST /npm/left-pad HTTP/1.1\r\nHost: m\r\nTransfer-Encoding: identity, chunked\r\n\r\n0\r\n\r\n",
                // two lengths
                "POST /npm/left-pad HTTP/1.1\r\nHost: m\r\nContent-Length: 3\r\nContent-Length: 5\r\n\r\nabc",
                "POST /npm/left-pad HTTP/1.1\r\nHost: m\r\nContent-Length: 3, 5\r\n\r\nabc",
                "POST /npm/left-pad HTTP/1.1\r\nHost: m\r\nContent-Length: -3\r\n\r\nabc",
                "POST /npm/left-pad HTTP/1.1\r\nHost: m\r\nContent-Length: +3\r\n\r\nabc",
                "POST /api/v1/recalls HTTP/1.1\r\nHost: m\r\nContent-Length: 2\r\nTransfer-Encoding: chunked\r\n\r\n0\r\n\r\n",
            })
    void fault27ARequestOfUncertainLengthIsRefusedAndTheConnectionClosed(String request) throws IOException {
        // Given
        String smuggled = "GET /npm/smuggled HTTP/1.1\r\nHost: m\r\n\r\n";
        Mirror.UPSTREAM.forgetRequests();

        // When
        Received answer = Wire.exchange(address(), request + smuggled, MOMENT);

        // Then
        assertThat(answer.status()).isEqualTo(400);
        assertThat(answer.answers()).as("answers").isEqualTo(1);
        assertThat(answer.closed()).isTrue();
        assertThat(Mirror.UPSTREAM.hits("/smuggled")).isZero();
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "GET /npm/left-pad HTTP/1.1\r\nHost : m\r\n\r\n",
                "GET /npm/left pad HTTP/1.1\r\nHost: m\r\n\r\n",
                "GET /npm/left-pad HTTP/9.9\r\nHost: m\r\n\r\n",
                "GET /npm/left-pad HTTP/1.1\r\nHo\u0000st: m\r\n\r\n",
                "nonsense\r\n\r\n",
                "\u0016\u0003\u0001\u0002\u0000\u0001\u0000\u0001\u00fc\u0003\u0003\r\n\r\n",
            })
    void fault27WhatIsNoRequestGetsNoAnswerOfUse(String request) throws IOException {
        // When
        Received answer = Wire.exchange(address(), request, MOMENT);

        // Then
        assertThat(answer.status()).isIn(0, 400, 404, 501, 505);
        assertThat(answer.text()).doesNotContain("200 OK");
    }

    @ParameterizedTest
    @ValueSource(strings = {" Content-Length: 40", "\t c", " "})
    void fault27AFoldedHeaderIsRefusedAndTheConnectionClosed(String folded) throws IOException {
        // When
        Received answer = Wire.exchange(
                address(),
                "GET /npm/-/ping HTTP/1.1\r\nHost: m\r\nX-A: b\r\n" + folded + "\r\n\r\n"
                        + "GET /npm/-/ping HTTP/1.1\r\nHost: m\r\n\r\n",
                MOMENT);

        // Then
        assertThat(answer.status()).isEqualTo(400);
        assertThat(answer.text()).contains("application/problem+json", "MALFORMED_REQUEST", "second line");
        assertThat(answer.answers()).isEqualTo(1);
        assertThat(answer.closed()).isTrue();
    }

    @Test
    void fault10AHeadThatNeverEndsIsToldSoAndHoldsNothing() throws IOException, InterruptedException {
        // Given
        try (Wire slow = Wire.to(address())) {
            slow.send("GET /npm/left-pad HTTP/1.1\r\nHost: m\r\n");
            long start = System.nanoTime();

            // When: now and then comes a byte, so that the connection is never idle
            Thread drip = Thread.ofVirtual().start(() -> drip(slow));
            Received answer = slow.receive(Duration.ofSeconds(20));
            drip.join();

            // Then
            assertThat(answer.status()).isEqualTo(408);
            assertThat(answer.text()).contains("application/problem+json", "REQUEST_TIMEOUT");
            assertThat(answer.closed()).isTrue();
            assertThat(Duration.ofNanos(System.nanoTime() - start))
                    .isBetween(Duration.ofSeconds(1), Duration.ofSeconds(10));
        }
    }

    @Test
    void fault10ASecondHeadThatNeverEndsClosesTheConnection() throws IOException {
        // Given
        try (Wire slow = Wire.to(address())) {
            slow.send("GET /npm/-/ping HTTP/1.1\r\nHost: m\r\n\r\nGET /npm/-/ping HTTP/1.1\r\nHo");

            // When
            Received answer = slow.receive(Duration.ofSeconds(20));

            // Then
            assertThat(answer.answers()).isEqualTo(1);
            assertThat(answer.status()).isEqualTo(200);
            assertThat(answer.closed()).isTrue();
        }
    }

    @Test
    void fault10WhoSaysNothingIsNotWaitedForLong() throws IOException {
        // Given
        try (Wire silent = Wire.to(address())) {

            // When
            Received answer = silent.receive(Duration.ofSeconds(20));

            // Then
            assertThat(answer.text()).isEmpty();
            assertThat(answer.closed()).isTrue();
        }
    }

    private static void drip(Wire slow) {
        try {
            for (int i = 0; i < 100; i++) {
                slow.send("x");
                LockSupport.parkNanos(200_000_000);
            }
        } catch (IOException e) {
            // Closed, as it should be.
        }
    }

    @Test
    void fault10ClientsThatSendOrReadSlowlyHoldUpNobody() throws IOException {
        // Given: half requests, and readers that take a few bytes of a large file and no more
        Mirror.NPM.publish(NpmVersion.of("slowly", "1.0.0").padded(3_000_000));
        String path = "/npm/slowly/-/slowly-1.0.0.tgz";
        List<Wire> slow = new ArrayList<>();
        try {
            for (int i = 0; i < 50; i++) {
                Wire sender = Wire.to(address());
                slow.add(sender);
                sender.send("GET /npm/left-");
                Wire reader = Wire.to(address());
                slow.add(reader);
                reader.send("GET " + path + " HTTP/1.1\r\nHost: m\r\n\r\n");
                assertThat(reader.receiveSome(100)).isEqualTo(100);
            }

            // When
            long start = System.nanoTime();
            Answer large = door().get(path);
            Answer ping = door().get("/npm/-/ping");

            // Then
            assertThat(large.body()).isEqualTo(Mirror.NPM.tarball("slowly", "1.0.0"));
            assertThat(ping.status()).isEqualTo(200);
            assertThat(Duration.ofNanos(System.nanoTime() - start)).isLessThan(Duration.ofSeconds(10));
        } finally {
            for (Wire wire : slow) {
                wire.close();
            }
        }
    }

    @Test
    void fault10AReaderThatStallsFailsNobody() throws IOException {
        // Given
        Mirror.NPM.publish(NpmVersion.of("stalled", "1.0.0").padded(8_000_000));
        try (Wire reader = Wire.to(address())) {
            reader.send("GET /npm/stalled/-/stalled-1.0.0.tgz HTTP/1.1\r\nHost: m\r\n\r\n");

            // When
            reader.receiveSome(1000);

            // Then
            assertThat(door().get("/npm/stalled/-/stalled-1.0.0.tgz").body())
                    .isEqualTo(Mirror.NPM.tarball("stalled", "1.0.0"));
        }
    }

    @ParameterizedTest
    @ValueSource(strings = {"PUT", "POST", "DELETE", "PATCH", "OPTIONS", "TRACE"})
    void whatIsNotServedIsRefusedByMethod(String method) throws IOException {
        // When
        Received answer = Wire.exchange(
                address(),
                method + " /npm/left-pad HTTP/1.1\r\nHost: m\r\nContent-Length: 0\r\nConnection: close\r\n\r\n",
                MOMENT);

        // Then
        assertThat(answer.status()).isIn(405, 501);
    }

    private URI address() {
        return requireNonNull(base);
    }

    private Door door() {
        return new Door(address());
    }
}
