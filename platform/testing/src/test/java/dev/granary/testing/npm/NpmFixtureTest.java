package dev.granary.testing.npm;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

import dev.granary.testing.TarGzip;
import dev.granary.testing.http.FixtureUpstream;
import dev.granary.testing.npm.NpmVersion.Digests;
import dev.granary.testing.npm.NpmVersion.Signing;
import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.charset.StandardCharsets;
import java.security.KeyFactory;
import java.security.Signature;
import java.security.spec.X509EncodedKeySpec;
import java.time.Instant;
import java.util.Base64;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

class NpmFixtureTest {
    private static final Pattern SIGNATURE = Pattern.compile("\"sig\":\"([^\"]+)\"");

    private final FixtureUpstream upstream = FixtureUpstream.start();
    private final NpmFixture npm = NpmFixture.on(upstream);
    private final HttpClient client = HttpClient.newHttpClient();

    @AfterEach
    void stop() {
        client.shutdownNow();
        upstream.close();
    }

    @Test
    void servesPackumentVersionTagAndTarball() throws Exception {
        // Given
        npm.publish("left-pad", "1.2.0");
        npm.publish(NpmVersion.of("left-pad", "1.3.0")
                .dependingOn("other", "^2.0.0")
                .publishedAt(Instant.parse("2026-01-01T00:00:00Z")));
        npm.tag("left-pad", "old", "1.2.0");

        // When
        String packument = get("/left-pad", "application/json");

        // Then
        assertThat(packument)
                .contains("\"dist-tags\":{\"latest\":\"1.3.0\",\"old\":\"1.2.0\"}")
                .contains("\"1.3.0\":\"2026-01-01T00:00:00Z\"")
                .contains("\"integrity\":\"" + npm.integrity("left-pad", "1.3.0") + "\"")
                .contains("\"tarball\":\"" + npm.url() + "/left-pad/-/left-pad-1.3.0.tgz\"")
                .contains("\"dependencies\":{\"other\":\"^2.0.0\"}");
        assertThat(get("/left-pad/old", "*/*")).contains("\"version\":\"1.2.0\"");
        assertThat(get("/left-pad/1.3.0", "*/*")).contains("\"version\":\"1.3.0\"");
        assertThat(bytes("/left-pad/-/left-pad-1.3.0.tgz")).isEqualTo(npm.tarball("left-pad", "1.3.0"));
    }

    @Test
    void packsWhatTheClientExpects() {
        // Given
        npm.publish(NpmVersion.of("@scope/name", "1.0.0").containing("lib/a.txt", new byte[] {'a'}));

        // When
        var entries = TarGzip.unpack(npm.tarball("@scope/name", "1.0.0"));

        // Then
        assertThat(entries).containsOnlyKeys("package/package.json", "package/index.js", "package/lib/a.txt");
        assertThat(new String(entries.get("package/package.json"), StandardCharsets.UTF_8))
                .contains("\"name\":\"@scope/name\",\"version\":\"1.0.0\"");
    }

    @Test
    void servesScopedPackagesInBothSpellings() throws Exception {
        // Given
        npm.publish("@scope/name", "1.0.0");

        // Then
        assertThat(get("/@scope%2fname", "*/*")).isEqualTo(get("/@scope/name", "*/*"));
        assertThat(bytes("/@scope/name/-/name-1.0.0.tgz")).isEqualTo(npm.tarball("@scope/name", "1.0.0"));
    }

    @Test
    void abbreviatesForWhoAsks() throws Exception {
        // Given
        npm.publish("left-pad", "1.3.0");

        // When
        String abbreviated = get("/left-pad", "application/vnd.npm.install-v1+json; q=1.0, application/json; q=0.8");

        // Then
        assertThat(abbreviated)
                .contains("\"modified\":", "\"integrity\":", "\"signatures\":")
                .doesNotContain("\"time\"", "readme");
    }

    @Test
    void signsNameVersionAndIntegrityWithTheServedKey() throws Exception {
        // Given
        npm.publish("left-pad", "1.3.0");

        // When
        String keys = get("/-/npm/v1/keys", "*/*");
        String signed = "left-pad@1.3.0:" + npm.integrity("left-pad", "1.3.0");

        // Then
        assertThat(keys)
                .contains("\"keyid\":\"" + npm.key().id() + "\"", npm.key().publicKey());
        assertThat(verifies(signed, get("/left-pad", "*/*"))).isTrue();
    }

    @Test
    void signsWronglyOrNotAtAllOnDemand() throws Exception {
        // Given
        npm.publish(NpmVersion.of("bad", "1.0.0").signing(Signing.OVER_OTHER_INTEGRITY));
        npm.publish(NpmVersion.of("none", "1.0.0").signing(Signing.UNSIGNED));

        // Then
        assertThat(verifies("bad@1.0.0:" + npm.integrity("bad", "1.0.0"), get("/bad", "*/*")))
                .isFalse();
        assertThat(get("/none", "*/*")).doesNotContain("signatures");
    }

    @Test
    void leavesDigestsOutOnDemand() throws Exception {
        // Given
        npm.publish(NpmVersion.of("old", "1.0.0").digests(Digests.SHASUM_ONLY));
        npm.publish(NpmVersion.of("none", "1.0.0").digests(Digests.NONE));

        // Then
        assertThat(get("/old", "*/*")).contains("shasum").doesNotContain("integrity");
        assertThat(get("/none", "*/*")).doesNotContain("shasum", "integrity");
    }

    @Test
    void putsTarballsElsewhereAndAdvertisesThemAnywhere() throws Exception {
        // Given
        npm.publish(NpmVersion.of("moved", "1.0.0").tarballAt("/files/abc/moved.tgz"));
        npm.publish(NpmVersion.of("evil", "1.0.0").advertisedAt("file:///etc/passwd"));

        // Then
        assertThat(get("/moved", "*/*")).contains("\"tarball\":\"" + npm.url() + "/files/abc/moved.tgz\"");
        assertThat(bytes("/files/abc/moved.tgz")).isEqualTo(npm.tarball("moved", "1.0.0"));
        assertThat(get("/evil", "*/*")).contains("\"tarball\":\"file:///etc/passwd\"");
    }

    @Test
    void takesVersionsOutOfTheIndex() throws Exception {
        // Given
        npm.publish("left-pad", "1.2.0");
        npm.publish("left-pad", "1.3.0");

        // When
        npm.unpublish("left-pad", "1.3.0");

        // Then
        assertThat(get("/left-pad", "*/*")).doesNotContain("left-pad-1.3.0.tgz");
        assertThatIllegalArgumentException().isThrownBy(() -> npm.tarball("left-pad", "1.3.0"));
    }

    @Test
    void makesPackumentsOfAnySize() throws Exception {
        // Given
        npm.publishBig("big", 2_000_000);

        // When
        String packument = get("/big", "*/*");

        // Then
        assertThat(packument).hasSizeGreaterThan(2_000_000).startsWith("{").endsWith("}}}");
        assertThat(packument).contains("\"0.0.1\":{\"name\":\"big\",\"version\":\"0.0.1\"", "\"1.0.0\":{");
    }

    @Test
    void findsWhatIsSearchedFor() throws Exception {
        // Given
        npm.publish("left-pad", "1.3.0");

        // Then
        assertThat(get("/-/v1/search?text=left-pad&size=20", "*/*")).contains("\"total\":1");
        assertThat(get("/-/v1/search?text=right-pad", "*/*")).contains("\"total\":0");
    }

    private boolean verifies(String signed, String packument) throws Exception {
        Matcher signature = SIGNATURE.matcher(packument);
        assertThat(signature.find()).isTrue();
        Signature verifier = Signature.getInstance("SHA256withECDSA");
        byte[] key = Base64.getDecoder().decode(npm.key().publicKey());
        verifier.initVerify(KeyFactory.getInstance("EC").generatePublic(new X509EncodedKeySpec(key)));
        verifier.update(signed.getBytes(StandardCharsets.UTF_8));
        return verifier.verify(Base64.getDecoder().decode(signature.group(1)));
    }

    private String get(String path, String accept) throws IOException, InterruptedException {
        HttpRequest request = HttpRequest.newBuilder(URI.create(npm.url() + path))
                .header("Accept", accept)
                .build();
        return client.send(request, HttpResponse.BodyHandlers.ofString()).body();
    }

    private byte[] bytes(String path) throws IOException, InterruptedException {
        HttpRequest request =
                HttpRequest.newBuilder(URI.create(npm.url() + path)).build();
        return client.send(request, HttpResponse.BodyHandlers.ofByteArray()).body();
    }
}
