package dev.granary.e2e;

import static org.assertj.core.api.Assertions.assertThat;

import dev.granary.e2e.scene.HermeticScene;
import dev.granary.e2e.scene.Scenes;
import dev.granary.e2e.stack.RawExchange;
import java.net.URI;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;
import org.junit.jupiter.params.provider.ValueSource;

/** Requests that no decent client sends, as bytes on the wire. */
@ExtendWith(Scenes.class)
class HostileClientIT {
    private final HermeticScene scene;
    private final URI gateway;

    HostileClientIT(HermeticScene scene) {
        this.scene = scene;
        this.gateway = scene.gateway().base();
    }

    /** Fault 21. */
    @ParameterizedTest
    @ValueSource(
            strings = {
                "/npm/..%2f..%2fetc/passwd",
                "/npm/%2e%2e/%2e%2e/etc/passwd",
                "/npm/%252e%252e%252fetc%252fpasswd",
                "/npm/..\\..\\etc\\passwd",
                "/npm/..%5c..%5cetc%5cpasswd",
                "/npm/leaf%00.json",
                "/npm/%c0%ae%c0%ae/%c0%af",
                "/npm/leaf/-/..%2f..%2fleaf-1.1.0.tgz",
                "/raw/tools/..%2f..%2fetc/passwd",
                "/raw/tools/%2e%2e/secret"
            })
    void pathsThatLeaveTheirPlaceAreRefusedBeforeAnythingMoves(String target) {
        // Given
        scene.upstream().forgetRequests();
        scene.files("tools").forgetRequests();

        // When
        RawExchange exchange = RawExchange.get(gateway, target);

        // Then
        assertThat(exchange.status()).as(exchange.answer()).isEqualTo(400);
        assertThat(scene.upstream().asked()).isEmpty();
        assertThat(scene.files("tools").requests()).isEmpty();
    }

    static List<String> oddNames() {
        return List.of(
                "%E2%80%AEevil", // right-to-left override
                "%D0%B0pplication", // Cyrillic a
                "n".repeat(10_000),
                ".",
                "..",
                ".hidden",
                "-rf%20%2a",
                "a%0d%0aSet-Cookie:%20evil=1",
                "CON%3A");
    }

    /** Faults 23 and 28. */
    @ParameterizedTest
    @MethodSource("oddNames")
    void namesThatNoPackageMayHaveAreRefusedAndNeverReflected(String name) {
        // Given
        scene.upstream().forgetRequests();

        // When
        RawExchange exchange = RawExchange.get(gateway, "/npm/" + name);

        // Then
        assertThat(exchange.status()).as(exchange.answer()).isIn(400, 404, 414);
        assertThat(exchange.answer()).doesNotContain("\r\nSet-Cookie");
        assertThat(scene.upstream().asked()).isEmpty();
    }

    /** Fault 22. */
    @Test
    void bothSpellingsOfAScopedNameAreOnePackageAndCaseIsKept() {
        // Given
        scene.gateway().get("/npm/@scope/right");
        scene.upstream().forgetRequests();

        // When
        var plain = scene.gateway().get("/npm/@scope/right");
        var encoded = scene.gateway().get("/npm/@scope%2fright");
        var upper = scene.gateway().get("/npm/@scope%2Fright");
        int otherCase = scene.gateway().get("/npm/@scope/Right").statusCode();

        // Then
        assertThat(encoded.body()).isEqualTo(plain.body());
        assertThat(upper.body()).isEqualTo(plain.body());
        assertThat(otherCase).isEqualTo(404);
        assertThat(scene.upstream().asked()).noneMatch(target -> target.endsWith("right"));
    }

    /** Fault 26. */
    @Test
    void linksComeFromTheConfiguredAddressWhateverTheClientSays() {
        // Given
        String poison = "evil.example";

        // When
        RawExchange poisoned = RawExchange.get(
                gateway,
                "/npm/leaf",
                "Host: " + poison,
                "X-Forwarded-Host: " + poison,
                "X-Forwarded-Proto: https",
                "Forwarded: host=" + poison);
        RawExchange plain = RawExchange.get(gateway, "/npm/leaf");

        // Then
        assertThat(poisoned.answer()).doesNotContain(poison);
        assertThat(plain.answer())
                .contains(gateway + "/npm/leaf/-/leaf-1.1.0.tgz")
                .doesNotContain(poison);
    }

    static List<String> smuggled() {
        String second = "GET /npm/smuggled HTTP/1.1\r\nHost: a\r\n\r\n";
        String post = "POST /npm/-/npm/v1/security/advisories/bulk HTTP/1.1\r\nHost: a\r\n";
        return List.of(
                post + "Content-Length: 4\r\nTransfer-Encoding: chunked\r\n\r\n0\r\n\r\n" + second,
                post + "Transfer-Encoding: chunked\r\nContent-Length: 5\r\n\r\n0\r\n\r\n" + second,
                post + "Content-Length: 0\r\nContent-Length: 44\r\n\r\n" + second,
                post + "Transfer-Encoding: xchunked\r\n\r\n0\r\n\r\n" + second,
                post + "Transfer-Encoding: chunked\r\nTransfer-Encoding: identity\r\n\r\n0\r\n\r\n" + second,
                "GET /npm/leaf HTTP/1.1\r\nHost : a\r\n\r\n" + second,
                "GET /npm/leaf HTTP/1.1\r\nHost: a\r\nX-A: b\r\n Content-Length: 40\r\n\r\n" + second);
    }

    /** Fault 27. */
    @ParameterizedTest
    @MethodSource("smuggled")
    void aRequestOfDoubtfulLengthIsRefusedAndTheConnectionClosed(String bytes) {
        // Given
        scene.upstream().forgetRequests();

        // When
        RawExchange exchange = RawExchange.send(gateway, bytes);

        // Then
        assertThat(exchange.status()).as(exchange.answer()).isEqualTo(400);
        assertThat(exchange.answers()).isEqualTo(1);
        assertThat(exchange.closed()).isTrue();
        assertThat(scene.upstream().hits("/smuggled")).isZero();
    }
}
