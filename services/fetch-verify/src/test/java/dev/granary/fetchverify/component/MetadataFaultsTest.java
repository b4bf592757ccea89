package dev.granary.fetchverify.component;

import static java.nio.charset.StandardCharsets.UTF_8;
import static java.util.Objects.requireNonNull;
import static org.assertj.core.api.Assertions.assertThat;

import dev.granary.fetchverify.component.Door.Answer;
import dev.granary.testing.http.Fault;
import dev.granary.testing.http.FixtureFile;
import dev.granary.testing.http.FixtureUpstream;
import dev.granary.testing.npm.NpmVersion;
import dev.granary.testing.npm.NpmVersion.Digests;
import dev.granary.testing.npm.NpmVersion.Signing;
import io.quarkus.test.common.QuarkusTestResource;
import io.quarkus.test.common.http.TestHTTPResource;
import io.quarkus.test.junit.QuarkusTest;
import java.net.URI;
import java.time.Duration;
import java.util.List;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** What an upstream can say wrong, by the numbers of the fault list, seen by a client of the mirror. */
@QuarkusTest
@QuarkusTestResource(Mirror.class)
class MetadataFaultsTest {
    /** Shorter than what is held back, so that nothing leaves before all of it is verified. */
    private static final int SMALL = 20_000;

    @TestHTTPResource
    @Nullable
    URI base;

    @BeforeEach
    @AfterEach
    void settle() {
        door().settle();
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "http://169.254.169.254/latest/meta-data",
                "http://127.0.0.1:1/x.tgz",
                "http://localhost:1/x.tgz",
                "https://elsewhere.example/x.tgz",
                "file:///etc/passwd",
                "ftp://127.0.0.1/x.tgz",
            })
    void fault24AnIndexCantSendTheMirrorElsewhere(String address) {
        // Given
        String name = "elsewhere-" + Integer.toHexString(address.hashCode());
        Mirror.NPM.publish(
                NpmVersion.of(name, "1.0.0").tarballAt("/hidden/" + name).advertisedAt(address));

        // When
        Answer answer = door().get("/npm/" + name + "/-/" + name + "-1.0.0.tgz");

        // Then
        assertThat(answer.status()).isIn(502, 404);
        assertThat(answer.code())
                .isIn("UPSTREAM_URL_FORBIDDEN", "NO_EXPECTATION", "BAD_UPSTREAM_METADATA", "NOT_FOUND");
        assertThat(answer.text()).doesNotContain("latest/meta-data");
    }

    @ParameterizedTest
    @ValueSource(
            strings = {"http://169.254.169.254/", "http://localhost:1/", "http://[::1]/", "https://elsewhere.example/x"
            })
    void fault25ARedirectCantSendTheMirrorElsewhere(String location) {
        // Given
        String name = "redirected-" + Integer.toHexString(location.hashCode());
        String path = publish(name, SMALL);
        Mirror.UPSTREAM.fault("/" + name + "/-/*", new Fault.Redirect(302, location));

        // When
        Answer answer = door().get(path);

        // Then
        assertThat(answer.status()).isEqualTo(502);
        assertThat(answer.code()).isEqualTo("UPSTREAM_URL_FORBIDDEN");
    }

    @Test
    void fault25ARedirectToAStrangerOnThisMachineIsNotFollowed() {
        try (FixtureUpstream stranger = FixtureUpstream.start()) {
            // Given
            String path = publish("lured", SMALL);
            Mirror.UPSTREAM.fault("/lured/-/*", new Fault.Redirect(307, stranger.baseUrl() + "x"));

            // When
            Answer answer = door().get(path);

            // Then
            assertThat(answer.code()).isEqualTo("UPSTREAM_URL_FORBIDDEN");
            assertThat(stranger.requests()).isEmpty();
        }
    }

    @Test
    void fault28AHeaderThatSplitsIsNotPassedOn() {
        // Given
        String path = publish("splitting", SMALL);
        Mirror.UPSTREAM.fault("/splitting*", new Fault.InjectHeader("X-A: b\r\nSet-Cookie: stolen=1"));

        // When
        List<Answer> answers = List.of(door().get(path), door().get("/npm/splitting"));

        // Then
        assertThat(answers).allSatisfy(answer -> {
            assertThat(answer.status()).isEqualTo(200);
            assertThat(answer.header("Set-Cookie")).isEmpty();
            assertThat(answer.header("X-A")).isEmpty();
        });
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "duplicate|{\"name\":\"%s\",\"name\":\"other\",\"versions\":{\"1.0.0\":{}},\"versions\":{}}",
                "cut|{\"name\":\"%s\",\"versions\":{",
                "number|{\"name\":\"%s\",\"dist-tags\":{},\"versions\":1e999999}",
                "array|[]",
                "html|<html>sign in</html>",
                "empty|''",
                "surrogate|{\"name\":\"%s\",\"dist-tags\":{\"latest\":\"\\ud800\"},\"versions\":{\"\\ud800\":3}}",
            })
    void fault33ADocumentThatCantBeReadIsNotServed(String kind, String json) {
        // Given
        String name = "bad-" + kind;
        Mirror.UPSTREAM.put("/" + name, FixtureFile.json(json.formatted(name)));

        // When
        Answer answer = door().get("/npm/" + name);

        // Then
        assertThat(answer.status()).isEqualTo(502);
        assertThat(answer.code()).isEqualTo("BAD_UPSTREAM_METADATA");
    }

    @Test
    void fault33ADocumentOfAThousandLevelsIsNotServed() {
        // Given
        Mirror.UPSTREAM.put(
                "/deep",
                FixtureFile.json(
                        "{\"name\":\"deep\",\"versions\":" + "{\"a\":".repeat(5_000) + "1" + "}".repeat(5_001)));

        // When
        Answer answer = door().get("/npm/deep");

        // Then
        assertThat(answer.code()).isEqualTo("BAD_UPSTREAM_METADATA");
    }

    @Test
    void fault33ADocumentThatIsTooLongIsNotServedAndTheLastGoodOneStays() {
        // Given
        Mirror.NPM.publish("endless", "1.0.0");
        Answer good = door().get("/npm/endless");
        Mirror.UPSTREAM.put("/endless", FixtureFile.of("application/json", spaces(50 * 1024 * 1024)));
        SkewedClock.CLOCK.jump(Duration.ofHours(1));

        // When
        Answer answer = door().get("/npm/endless");

        // Then
        assertThat(answer.header("X-Cache")).isEqualTo("STALE");
        assertThat(answer.body()).isEqualTo(good.body());
    }

    @Test
    void aForgedSignatureIsNotServed() {
        // Given
        Mirror.NPM.publish(NpmVersion.of("forged", "1.0.0").signing(Signing.OVER_OTHER_INTEGRITY));

        // When
        Answer answer = door().get("/npm/forged/-/forged-1.0.0.tgz");

        // Then
        assertThat(answer.status()).isEqualTo(502);
        assertThat(answer.code()).isEqualTo("BAD_SIGNATURE");
    }

    @Test
    void whatHasNoDigestIsNotServedAndAnOldDigestIs() {
        // Given
        Mirror.NPM.publish(NpmVersion.of("bare", "1.0.0").digests(Digests.NONE).signing(Signing.UNSIGNED));
        Mirror.NPM.publish(
                NpmVersion.of("old", "1.0.0").digests(Digests.SHASUM_ONLY).signing(Signing.UNSIGNED));

        // When
        Answer bare = door().get("/npm/bare/-/bare-1.0.0.tgz");
        Answer old = door().get("/npm/old/-/old-1.0.0.tgz");

        // Then
        assertThat(bare.code()).isEqualTo("NO_EXPECTATION");
        assertThat(old.body()).isEqualTo(Mirror.NPM.tarball("old", "1.0.0"));
        assertThat(old.header("Granary-Level")).isEqualTo("L1");
    }

    private static String publish(String name, int size) {
        Mirror.NPM.publish(NpmVersion.of(name, "1.0.0").padded(size));
        return "/npm/" + name + "/-/" + name + "-1.0.0.tgz";
    }

    private static byte[] spaces(int count) {
        return ("{\"name\":\"endless\"," + " ".repeat(count) + "\"versions\":{}}").getBytes(UTF_8);
    }

    private Door door() {
        return new Door(requireNonNull(base));
    }
}
