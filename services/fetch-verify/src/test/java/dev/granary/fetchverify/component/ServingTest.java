package dev.granary.fetchverify.component;

import static java.nio.charset.StandardCharsets.UTF_8;
import static java.util.Objects.requireNonNull;
import static org.assertj.core.api.Assertions.assertThat;

import dev.granary.fetchverify.component.Door.Answer;
import dev.granary.kernel.ContentDigest;
import dev.granary.kernel.DigestAlgorithm;
import dev.granary.testing.http.FixtureFile;
import dev.granary.testing.npm.NpmVersion;
import io.quarkus.test.common.QuarkusTestResource;
import io.quarkus.test.common.http.TestHTTPResource;
import io.quarkus.test.junit.QuarkusTest;
import java.net.URI;
import java.time.Duration;
import java.util.Arrays;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** What good requests get: bytes, header fields, parts, conditions, encodings. */
@QuarkusTest
@QuarkusTestResource(Mirror.class)
class ServingTest {
    private static final String SMALL = "/npm/small/-/small-1.0.0.tgz";
    private static final String LARGE = "/npm/large/-/large-1.0.0.tgz";

    @TestHTTPResource
    @Nullable
    URI base;

    @BeforeEach
    void publish() {
        door().settle();
        if (Mirror.UPSTREAM.hits("/small") == 0) {
            Mirror.NPM.publish(NpmVersion.of("small", "1.0.0").padded(2_000));
            Mirror.NPM.publish(NpmVersion.of("large", "1.0.0").padded(700_000));
        }
    }

    @ParameterizedTest
    @CsvSource({"small, 2000", "large, 700000", "cold, 300000"})
    void aTarballIsServedWithItsDigestFirstFromUpstreamThenFromHere(String name, int size) {
        // Given
        Mirror.NPM.publish(NpmVersion.of(name + "-served", "1.0.0").padded(size));
        byte[] right = Mirror.NPM.tarball(name + "-served", "1.0.0");
        String path = "/npm/" + name + "-served/-/" + name + "-served-1.0.0.tgz";

        // When
        Answer first = door().get(path);
        Answer second = door().get(path);
        Answer third = door().get(path);

        // Then
        assertThat(first.header("X-Cache")).isEqualTo("MISS");
        assertThat(second.header("X-Cache")).isEqualTo("HIT");
        assertThat(third.header("X-Cache")).isEqualTo("HIT");
        assertThat(first.body()).isEqualTo(right);
        assertThat(second.body()).isEqualTo(right);
        assertThat(third.body()).isEqualTo(right);
        assertThat(Mirror.UPSTREAM.hits("/" + name + "-served/-/*")).isEqualTo(1);
        ContentDigest sha256 = ContentDigest.hash(DigestAlgorithm.SHA256, right);
        assertThat(second.header("ETag")).isEqualTo("\"sha256-" + sha256.hex() + "\"");
        assertThat(second.header("Repr-Digest")).isEqualTo("sha-256=:" + sha256.toBase64() + ":");
        assertThat(second.header("Granary-Level")).isEqualTo("L2");
    }

    @ParameterizedTest
    @ValueSource(strings = {SMALL, LARGE, "/npm/small"})
    void nothingThatIsServedCanActInABrowser(String path) {
        // When
        Answer answer = door().get(path);

        // Then
        assertThat(answer.status()).isEqualTo(200);
        assertThat(answer.header("X-Content-Type-Options")).isEqualTo("nosniff");
        assertThat(answer.header("Content-Disposition")).isEqualTo("attachment");
        assertThat(answer.header("Content-Security-Policy")).isEqualTo("default-src 'none'; sandbox");
        assertThat(answer.header("Cross-Origin-Resource-Policy")).isEqualTo("same-origin");
        assertThat(answer.header("Referrer-Policy")).isEqualTo("no-referrer");
        assertThat(answer.header("Cache-Control")).startsWith("private, ");
    }

    @ParameterizedTest
    @CsvSource({
        "bytes=0-99, 0, 100",
        "bytes=100-, 100, -1",
        "bytes=-50, -50, 50",
        "bytes=1000-1000, 1000, 1",
    })
    void aPartOfAFileIsServed(String range, int from, int length) {
        for (String path : new String[] {SMALL, LARGE}) {
            // Given
            byte[] whole = door().get(path).body();
            int first = from < 0 ? whole.length + from : from;
            int last = length < 0 ? whole.length : first + length;

            // When
            Answer part = door().get(path, "Range", range);

            // Then
            assertThat(part.status()).isEqualTo(206);
            assertThat(part.body()).isEqualTo(Arrays.copyOfRange(whole, first, last));
            assertThat(part.header("Content-Range"))
                    .isEqualTo("bytes " + first + "-" + (last - 1) + "/" + whole.length);
            assertThat(part.header("Content-Length")).isEqualTo(Integer.toString(last - first));
        }
    }

    @Test
    void aRangeOfWhatIsNotHeldYetIsServedOnceTheWholeIsVerified() {
        // Given
        Mirror.NPM.publish(NpmVersion.of("ranged", "1.0.0").padded(200_000));

        // When
        Answer part = door().get("/npm/ranged/-/ranged-1.0.0.tgz", "Range", "bytes=10-19");

        // Then
        assertThat(part.status()).isEqualTo(206);
        assertThat(part.body()).isEqualTo(Arrays.copyOfRange(Mirror.NPM.tarball("ranged", "1.0.0"), 10, 20));
        assertThat(Mirror.UPSTREAM.hits("/ranged/-/*")).isEqualTo(1);
    }

    @ParameterizedTest
    @ValueSource(strings = {SMALL, LARGE})
    void aRangeOutsideOfTheFileIs416WithItsLength(String path) {
        // Given
        int length = door().get(path).body().length;

        // When
        Answer answer = door().get(path, "Range", "bytes=" + length + "-");

        // Then
        assertThat(answer.status()).isEqualTo(416);
        assertThat(answer.header("Content-Range")).isEqualTo("bytes */" + length);
        assertThat(answer.body()).isEmpty();
    }

    @ParameterizedTest
    @ValueSource(strings = {"bytes=5-4", "bytes=0-1,3-4", "lines=1-2", "bytes=x"})
    void aRangeThatMakesNoSenseIsIgnored(String range) {
        // When
        Answer answer = door().get(SMALL, "Range", range);

        // Then
        assertThat(answer.status()).isEqualTo(200);
        assertThat(answer.body()).isEqualTo(Mirror.NPM.tarball("small", "1.0.0"));
    }

    @ParameterizedTest
    @ValueSource(strings = {SMALL, LARGE})
    void aResumedDownloadGoesOnOnlyIfTheFileIsTheSame(String path) {
        // Given
        Answer whole = door().get(path);

        // When
        Answer same = door().get(path, "Range", "bytes=10-", "If-Range", whole.header("ETag"));
        Answer other = door().get(path, "Range", "bytes=10-", "If-Range", "\"other\"");

        // Then
        assertThat(same.status()).isEqualTo(206);
        assertThat(other.status()).isEqualTo(200);
        assertThat(other.body()).isEqualTo(whole.body());
    }

    @ParameterizedTest
    @ValueSource(strings = {SMALL, LARGE, "/npm/small", "/npm/small/1.0.0"})
    void whoHoldsItIsToldSo(String path) {
        // Given
        String etag = door().get(path).header("ETag");

        // When
        Answer held = door().get(path, "If-None-Match", "\"other\", " + etag);
        Answer other = door().get(path, "If-None-Match", "\"other\"");

        // Then
        assertThat(etag).isNotEmpty();
        assertThat(held.status()).isEqualTo(304);
        assertThat(held.header("ETag")).isEqualTo(etag);
        assertThat(held.body()).isEmpty();
        assertThat(other.status()).isEqualTo(200);
    }

    @ParameterizedTest
    @ValueSource(strings = {SMALL, LARGE, "/npm/small", "/npm/headed/-/headed-1.0.0.tgz"})
    void headTellsWhatGetWould(String path) {
        // Given
        Mirror.NPM.publish(NpmVersion.of("headed", "1.0.0").padded(100_000));

        // When
        Answer head = door().head(path);
        Answer get = door().get(path);

        // Then
        assertThat(head.status()).isEqualTo(200);
        assertThat(head.body()).isEmpty();
        assertThat(head.header("Content-Length")).isEqualTo(Integer.toString(get.body().length));
        assertThat(head.header("ETag")).isEqualTo(get.header("ETag"));
    }

    @Test
    void aHeadOfWhatIsMissingHasNoBody() {
        // When
        Answer head = door().head("/npm/never-published");

        // Then
        assertThat(head.status()).isEqualTo(404);
        assertThat(head.body()).isEmpty();
    }

    @Test
    void aDocumentIsGzipForThoseWhoTakeIt() {
        // When
        Answer plain = door().get("/npm/small");
        Answer gzipped = door().get("/npm/small", "Accept-Encoding", "br, gzip");
        Answer refused = door().get("/npm/small", "Accept-Encoding", "gzip;q=0, *");

        // Then
        assertThat(gzipped.header("Content-Encoding")).isEqualTo("gzip");
        assertThat(plain.header("Content-Encoding")).isEmpty();
        assertThat(refused.header("Content-Encoding")).isEmpty();
        assertThat(gzipped.unzipped()).isEqualTo(plain.body());
        assertThat(gzipped.header("ETag")).isNotEqualTo(plain.header("ETag"));
        assertThat(gzipped.header("Vary")).contains("Accept-Encoding").contains("Accept");
    }

    @Test
    void aTarballIsNeverEncodedOnceMore() {
        // When
        Answer answer = door().get(SMALL, "Accept-Encoding", "gzip");

        // Then
        assertThat(answer.header("Content-Encoding")).isEmpty();
        assertThat(answer.body()).isEqualTo(Mirror.NPM.tarball("small", "1.0.0"));
    }

    @Test
    void eachFormOfADocumentIsItsOwn() {
        // When
        Answer full = door().get("/npm/small");
        Answer abbreviated = door().get("/npm/small", "Accept", "application/vnd.npm.install-v1+json");
        Answer version = door().get("/npm/small/1.0.0");
        Answer tag = door().get("/npm/small/latest");
        Answer tags = door().get("/npm/-/package/small/dist-tags");

        // Then
        assertThat(full.text()).contains("readme").contains("\"time\"");
        assertThat(abbreviated.text()).doesNotContain("readme");
        assertThat(abbreviated.header("Content-Type")).startsWith("application/vnd.npm.install-v1+json");
        assertThat(version.text()).contains("\"_id\":\"small@1.0.0\"");
        assertThat(tag.body()).isEqualTo(version.body());
        assertThat(tags.text()).isEqualTo("{\"latest\":\"1.0.0\"}");
    }

    @Test
    void fault22BothSpellingsOfAScopedNameAreOneEntry() {
        // Given
        Mirror.NPM.publish(NpmVersion.of("@scope/name", "1.0.0"));

        // When
        Answer encoded = door().get("/npm/@scope%2fname");
        Answer upper = door().get("/npm/@scope%2Fname");
        Answer plain = door().get("/npm/@scope/name");
        Answer tarball = door().get("/npm/@scope%2fname/-/name-1.0.0.tgz");
        Answer again = door().get("/npm/@scope/name/-/name-1.0.0.tgz");

        // Then
        assertThat(encoded.status()).isEqualTo(200);
        assertThat(upper.body()).isEqualTo(encoded.body());
        assertThat(plain.body()).isEqualTo(encoded.body());
        assertThat(plain.header("X-Cache")).isEqualTo("HIT");
        assertThat(again.body()).isEqualTo(tarball.body()).isEqualTo(Mirror.NPM.tarball("@scope/name", "1.0.0"));
        assertThat(again.header("X-Cache")).isEqualTo("HIT");
        assertThat(Mirror.UPSTREAM.hits("/@scope/name")).isEqualTo(1);
        assertThat(Mirror.UPSTREAM.hits("/@scope/name/-/*")).isEqualTo(1);
    }

    @Test
    void fault22CaseIsKept() {
        // Given
        Mirror.NPM.publish(NpmVersion.of("JSONStream", "1.0.0"));

        // When
        Answer right = door().get("/npm/JSONStream");
        Answer lower = door().get("/npm/jsonstream");

        // Then
        assertThat(right.status()).isEqualTo(200);
        assertThat(lower.status()).isEqualTo(404);
    }

    @Test
    void xCacheTellsMissHitAndStale() {
        // Given
        Mirror.NPM.publish("aging", "1.0.0");

        // When
        String first = door().get("/npm/aging").header("X-Cache");
        String second = door().get("/npm/aging").header("X-Cache");
        SkewedClock.CLOCK.jump(Duration.ofHours(1));
        Mirror.UPSTREAM.die();
        Answer third = door().get("/npm/aging");

        // Then
        assertThat(first).isEqualTo("MISS");
        assertThat(second).isEqualTo("HIT");
        assertThat(third.header("X-Cache")).isEqualTo("STALE");
        assertThat(third.header("Warning")).startsWith("110");
        assertThat(third.status()).isEqualTo(200);
    }

    @Test
    void plainFilesAreServedEndToEnd() {
        // Given
        byte[] tool = new byte[200_000];
        Arrays.fill(tool, (byte) 7);
        String sum = ContentDigest.hash(DigestAlgorithm.SHA256, tool).hex();
        Mirror.UPSTREAM.put("/files/linux/tool", FixtureFile.binary(tool));
        Mirror.UPSTREAM.put("/files/linux/SHA256SUMS", FixtureFile.text(sum + "  tool\n"));

        // When
        Answer first = door().get("/raw/tools/linux/tool");
        Answer second = door().get("/raw/tools/linux/tool", "Range", "bytes=0-9");
        Answer sums = door().get("/raw/tools/linux/SHA256SUMS");
        Answer stranger = door().get("/raw/others/linux/tool");

        // Then
        assertThat(first.status()).isEqualTo(200);
        assertThat(first.body()).isEqualTo(tool);
        assertThat(second.status()).isEqualTo(206);
        assertThat(second.header("X-Cache")).isEqualTo("HIT");
        assertThat(sums.body()).isEqualTo((sum + "  tool\n").getBytes(UTF_8));
        assertThat(stranger.code()).isEqualTo("UPSTREAM_NOT_CONFIGURED");
    }

    @Test
    void aPlainFileWithoutAChecksumIsNotServed() {
        // Given
        Mirror.UPSTREAM.put("/files/bare/tool", FixtureFile.binary(new byte[100]));

        // When
        Answer answer = door().get("/raw/tools/bare/tool");

        // Then
        assertThat(answer.status()).isIn(404, 502);
        assertThat(answer.code()).isNotEmpty();
    }

    private Door door() {
        return new Door(requireNonNull(base));
    }
}
