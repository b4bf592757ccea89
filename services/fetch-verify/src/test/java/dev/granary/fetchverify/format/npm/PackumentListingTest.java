package dev.granary.fetchverify.format.npm;

import static dev.granary.fetchverify.format.npm.NpmDocuments.list;
import static dev.granary.fetchverify.format.npm.PackumentText.aPackument;
import static java.nio.charset.StandardCharsets.UTF_16BE;
import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

import dev.granary.fetchverify.format.ListedFile;
import dev.granary.fetchverify.format.ListedFile.RegistrySignature;
import dev.granary.fetchverify.format.Listing;
import dev.granary.fetchverify.format.MalformedDocumentException;
import dev.granary.kernel.ContentDigest;
import dev.granary.kernel.DigestAlgorithm;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.SequenceInputStream;
import java.net.URI;
import java.time.Instant;
import java.util.Arrays;
import java.util.Random;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import java.util.stream.LongStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.MethodSource;
import org.junit.jupiter.params.provider.ValueSource;

class PackumentListingTest {
    private static final String SHA1 = "da39a3ee5e6b4b0d3255bfef95601890afd80709";
    private static final String SHA512 = PackumentText.integrity("1.0.0");

    @Test
    void listsEachVersionWithAllThatItsDistSays() throws MalformedDocumentException {
        // Given
        String json = aPackument("@acme/demo")
                .withDist(
                        "1.0.0",
                        "",
                        "\"tarball\":\"https://registry.example/@acme/demo/-/demo-1.0.0.tgz\",\"integrity\":\""
                                + SHA512 + "\",\"shasum\":\"" + SHA1
                                + "\",\"fileCount\":3,\"unpackedSize\":1e3,\"signatures\":[{\"keyid\":\"SHA256:k\",\"sig\":\"MEU=\"}]")
                .json();

        // When
        Listing listing = list("@acme/demo", json);

        // Then
        ListedFile file = listing.find("@acme/demo/-/demo-1.0.0.tgz").orElseThrow();
        assertThat(file.version()).isEqualTo("1.0.0");
        assertThat(file.location()).isEqualTo(URI.create("https://registry.example/@acme/demo/-/demo-1.0.0.tgz"));
        assertThat(file.digests())
                .extracting(ContentDigest::algorithm)
                .containsExactly(DigestAlgorithm.SHA512, DigestAlgorithm.SHA1);
        assertThat(file.publishedAt()).contains(Instant.parse("2024-05-01T00:00:00Z"));
        assertThat(file.signatures()).containsExactly(new RegistrySignature("SHA256:k", "MEU="));
        assertThat(file.size()).isEmpty();
    }

    @ParameterizedTest(name = "{0} is at {1}")
    @CsvSource({
        "https://registry.example/demo/-/demo-1.0.0.tgz, demo/-/demo-1.0.0.tgz",
        "https://registry.example/demo/download/abc, demo/download/abc",
        "https://registry.example/demo/demo-1.0.0.tgz, demo/demo-1.0.0.tgz",
        "https://registry.example/%64emo/-/demo-1.0.0%2Bbuild.tgz, demo/-/demo-1.0.0+build.tgz",
        "/demo/-/relative.tgz, demo/-/relative.tgz",
        // elsewhere, hidden in a query, or not a path that leads back to a file
        "https://files.example/demo-1.0.0.tgz, demo/-/demo-1.0.0.tgz",
        "https://registry.example/other/-/other-1.0.0.tgz, demo/-/demo-1.0.0.tgz",
        "https://registry.example/demo/-/demo.tgz?x=1, demo/-/demo-1.0.0.tgz",
        "https://registry.example/demo/-/../../x.tgz, demo/-/demo-1.0.0.tgz",
        "https://registry.example/demo/-/%2e%2e/x.tgz, demo/-/demo-1.0.0.tgz",
        "https://registry.example/demo/-/%252e.tgz, demo/-/demo-1.0.0.tgz",
        "https://registry.example/demo/latest, demo/-/demo-1.0.0.tgz",
        "https://registry.example//demo/-/x.tgz, demo/-/demo-1.0.0.tgz",
        "https://registry.example/, demo/-/demo-1.0.0.tgz",
        "https://registry.example.evil/demo/-/x.tgz, demo/-/demo-1.0.0.tgz",
        "file:///etc/passwd, demo/-/demo-1.0.0.tgz",
        "http://169.254.169.254/latest/meta-data, demo/-/demo-1.0.0.tgz",
        "no address at all, demo/-/demo-1.0.0.tgz",
    })
    void givesEachFileAPathThatLeadsBackToIt(String tarball, String path) throws MalformedDocumentException {
        // Given
        String json = aPackument("demo")
                .withDist("1.0.0", "", "\"tarball\":\"" + tarball + "\",\"shasum\":\"" + SHA1 + "\"")
                .json();

        // When
        Listing listing = list("demo", json);

        // Then
        assertThat(listing.files()).singleElement().satisfies(file -> {
            assertThat(file.path()).isEqualTo(path);
            assertThat(file.location().isAbsolute()).isTrue();
        });
    }

    @Test
    void givesTwoVersionsWithOneAddressTwoPaths() throws MalformedDocumentException {
        // Given
        String dist = "\"tarball\":\"https://registry.example/demo/-/one.tgz\",\"shasum\":\"" + SHA1 + "\"";
        String json = aPackument("demo")
                .withDist("1.0.0", "", dist)
                .withDist("1.0.1", "", dist)
                .json();

        // When
        Listing listing = list("demo", json);

        // Then
        assertThat(listing.files())
                .extracting(ListedFile::path)
                .containsExactly("demo/-/one.tgz", "demo/-/demo-1.0.1.tgz");
    }

    @ParameterizedTest(name = "{0}")
    @CsvSource({
        "shasum alone, '\"shasum\":\"da39a3ee5e6b4b0d3255bfef95601890afd80709\"', SHA1",
        "shasum in capitals, '\"shasum\":\"DA39A3EE5E6B4B0D3255BFEF95601890AFD80709\"', SHA1",
        "weak integrity, '\"integrity\":\"sha1-2jmj7l5rSw0yVb/vlWAYkK/YBwk=\"', SHA1",
        "weakest first, '\"integrity\":\"sha1-2jmj7l5rSw0yVb/vlWAYkK/YBwk= sha256-47DEQpj8HBSa+/TImW+5JCeuQeRkm5NMpJWZG3hSuFU=\"', SHA256 SHA1",
        "an option, '\"integrity\":\"sha256-47DEQpj8HBSa+/TImW+5JCeuQeRkm5NMpJWZG3hSuFU=?x\"', SHA256",
        "one unknown, '\"integrity\":\"sha3-xyz sha256-47DEQpj8HBSa+/TImW+5JCeuQeRkm5NMpJWZG3hSuFU=\"', SHA256",
        "nothing, '\"x\":1', ''",
        "unreadable, '\"integrity\":\"sha512-short\",\"shasum\":\"da39a3ee5e6b4b0d3255bfef95601890afd80709\"', ''",
        "no text, '\"integrity\":5,\"shasum\":[]', ''",
    })
    void takesEveryKnownDigestStrongestFirst(String what, String dist, String algorithms)
            throws MalformedDocumentException {
        // Given
        String json = aPackument("demo")
                .withDist("1.0.0", "", "\"tarball\":\"https://registry.example/x\"," + dist)
                .json();

        // When
        ListedFile file = list("demo", json).files().getFirst();

        // Then
        assertThat(file.digests())
                .as(what)
                .extracting(digest -> digest.algorithm().name())
                .containsExactly(algorithms.isEmpty() ? new String[0] : algorithms.split(" ", -1));
    }

    @Test
    void believesNeitherOfTwoHashesThatContradictEachOther() throws MalformedDocumentException {
        // Given
        String json = aPackument("demo")
                .withDist(
                        "1.0.0",
                        "",
                        "\"tarball\":\"https://registry.example/x\",\"integrity\":\"" + SHA512 + " "
                                + PackumentText.integrity("other") + "\",\"shasum\":\"" + SHA1 + "\"")
                .json();

        // When
        ListedFile file = list("demo", json).files().getFirst();

        // Then
        assertThat(file.digests()).isEmpty();
    }

    @Test
    void leavesOutWhatCannotBeFetchedAndKeepsTheRest() throws MalformedDocumentException {
        // Given
        String json = aPackument("demo")
                .withDist("1.0.0", "", "\"integrity\":\"" + SHA512 + "\"")
                .withDist("1.0.1", "", "\"tarball\":null")
                .with("../../etc")
                .with("1.1.0")
                .json()
                .replace("\"versions\":{", "\"versions\":{\"0.0.1\":null,\"0.0.2\":{\"dist\":\"x\"},\"0.0.3\":{},");

        // When
        Listing listing = list("demo", json);

        // Then
        assertThat(listing.files()).extracting(ListedFile::version).containsExactly("1.1.0");
    }

    @Test
    void readsADocumentOfAnUnpublishedPackage() throws MalformedDocumentException {
        assertThat(list(
                                "demo",
                                "{\"name\":\"demo\",\"time\":{\"unpublished\":{\"versions\":[\"1.0.0\"]},\"1.0.0\":\"yesterday\"}}")
                        .files())
                .isEmpty();
    }

    // fault 33
    @ParameterizedTest(name = "{0}")
    @ValueSource(
            strings = {
                "",
                " ",
                "null",
                "[]",
                "\"demo\"",
                "<html>Sign in</html>",
                "{\"name\":\"demo\"",
                "{\"name\":\"demo\"}{}",
                "{\"name\":\"demo\"} x",
                "{\"name\":\"demo\",}",
                "{\"name\":\"demo\",\"x\":1e999999}",
                "{\"name\":\"demo\",\"x\":[-1e999999]}",
                "{\"name\":\"demo\",\"x\":NaN}",
                "{'name':'demo'}",
                "{\"name\":\"demo\",\"x\":01}",
                "{\"name\":\"demo\" /* */}",
                "{\"name\":\"demo\",\"\\ud800\":1}",
                "{\"name\":\"demo\",\"versions\":{\"\\udc00\":{}}}",
                "{\"name\":\"demo\",\"dist-tags\":{\"latest\":\"\\ud800x\"}}",
                "{\"name\":\"demo\",\"versions\":[]}",
                "{\"name\":\"demo\",\"versions\":null}",
                "{\"name\":\"demo\",\"time\":7}",
                "{\"name\":\"demo\",\"dist-tags\":\"latest\"}",
                "{\"name\":\"demo\",\"name\":\"demo\"}",
                "{\"name\":\"demo\",\"versions\":{},\"versions\":{}}",
                "{\"name\":\"demo\",\"versions\":{\"1.0.0\":{},\"1.0.0\":{}}}",
                "{\"name\":\"demo\",\"versions\":{\"1.0.0\":{\"dist\":{},\"dist\":{}}}}",
                "{\"name\":\"demo\",\"versions\":{\"1.0.0\":{\"dist\":{\"tarball\":\"a\",\"t\\u0061rball\":\"b\"}}}}",
                "{\"name\":\"demo\",\"time\":{\"1.0.0\":\"a\",\"1.0.0\":\"b\"}}",
                "{\"name\":\"demo\",\"dist-tags\":{\"latest\":\"1\",\"latest\":\"2\"}}",
                "{\"name\":\"Demo\"}",
                "{\"name\":[\"demo\"]}",
                "{\"error\":\"not found\"}",
                "{\"name\":\"demo\",\"x\":\"\u0000\"}"
            })
    void refusesADocumentThatBreaksTheFormat(String json) {
        assertThatExceptionOfType(MalformedDocumentException.class)
                .isThrownBy(() -> list("demo", json))
                .satisfies(e -> assertThat(e.getMessage()).isNotBlank().doesNotContain("\ufffd"));
    }

    @Test
    void refusesDepthLongNumbersAndLongNeededTexts() {
        assertRefused(
                "{\"name\":\"demo\",\"x\":" + "[".repeat(1000) + "]".repeat(1000) + "}", "nested deeper than 100");
        assertRefused("{\"name\":\"demo\",\"x\":" + "1".repeat(1000) + "}", "a number longer");
        assertRefused("{\"name\":\"demo\",\"" + "k".repeat(100_000) + "\":1}", "a name longer");
        assertRefused("{\"name\":\"" + "n".repeat(3 << 20) + "\"}", "a needed text longer");
    }

    @Test
    void refusesMoreVersionsMembersAndSignaturesThanAnyPackageHas() {
        String versions = IntStream.rangeClosed(0, 100_000)
                .mapToObj(i -> "\"1.0." + i + "\":{}")
                .collect(Collectors.joining(","));
        assertRefused("{\"name\":\"demo\",\"versions\":{" + versions + "}}", "more than 100000 members");
        String members = IntStream.rangeClosed(0, 10_000)
                .mapToObj(i -> "\"m" + i + "\":1")
                .collect(Collectors.joining(","));
        assertRefused("{\"name\":\"demo\",\"dist-tags\":{" + members + "}}", "more than 10000 members");
        String dist = "\"tarball\":\"x\",\"signatures\":[" + "{},".repeat(16) + "{}]";
        assertRefused(aPackument("demo").withDist("1.0.0", "", dist).json(), "more than 16 signatures");
    }

    @Test
    void refusesOtherEncodingsAndBrokenUtf8() {
        String json = "{\"name\":\"demo\"}";
        assertRefused(json.getBytes(UTF_16BE));
        assertRefused(("\ufeff" + json).getBytes(UTF_8));
        assertRefused(withRaw(0xc0, 0x80));
        assertRefused(withRaw(0xed, 0xa0, 0x80));
        assertRefused(withRaw(0xf5, 0x80, 0x80, 0x80));
        assertRefused(withRaw(0x80));
        assertRefused(withRaw(0xe2, 0x82));
        assertRefused(Arrays.copyOf(withRaw(0xe2, 0x82, 0xac), "{\"name\":\"demo\",\"x\":\"".length() + 2));
    }

    @Test
    void takesTextsOfTwentyMegabytesThatNobodyReads() throws MalformedDocumentException {
        // Given
        String json = aPackument("demo").with("1.0.0").json().replace("MIT", "\\ud83d\\u20ac\u20ac".repeat(1 << 20));

        // When
        Listing listing = list("demo", json);

        // Then
        assertThat(listing.files()).hasSize(1);
    }

    @Test
    void stopsReadingAtTheLimitOfBytes() {
        // Given
        InputStream endless = new SequenceInputStream(
                new ByteArrayInputStream("{\"name\":\"demo\",\"x\":\"".getBytes(UTF_8)), new EndlessText());

        // When / Then
        assertThatExceptionOfType(MalformedDocumentException.class)
                .isThrownBy(
                        () -> NpmDocuments.FORMAT.list(NpmDocuments.packument("demo"), NpmDocuments.UPSTREAM, endless))
                .withMessageContaining("longer than 104857600 bytes");
    }

    @Test
    void passesAFailureOfTheStreamOn() {
        // Given
        InputStream broken = new InputStream() {
            @Override
            public int read() throws IOException {
                throw new IOException("connection reset");
            }

            @Override
            public int read(byte[] buffer, int offset, int length) throws IOException {
                return read();
            }
        };

        // When / Then
        assertThatExceptionOfType(IOException.class)
                .isThrownBy(
                        () -> NpmDocuments.FORMAT.list(NpmDocuments.packument("demo"), NpmDocuments.UPSTREAM, broken))
                .withMessage("connection reset");
    }

    @ParameterizedTest(name = "seed={0}")
    @MethodSource("seeds")
    void survivesAnyBytes(long seed) {
        // Given
        Random random = new Random(seed);
        byte[] json = aPackument("demo")
                .with("1.0.0")
                .with("1.1.0-rc.1")
                .tag("latest", "1.0.0")
                .json()
                .getBytes(UTF_8);
        for (int i = random.nextInt(6); i >= 0; i--) {
            json[random.nextInt(json.length)] = (byte) random.nextInt(256);
        }
        byte[] bytes = random.nextBoolean() ? Arrays.copyOf(json, random.nextInt(json.length)) : json;

        // When
        try {
            Listing listing = list("demo", bytes);

            // Then
            assertThat(listing.files()).hasSizeLessThanOrEqualTo(2);
        } catch (MalformedDocumentException e) {
            assertThat(e.getMessage()).matches("[ -~]+");
        }
    }

    static LongStream seeds() {
        return LongStream.range(0, 1000);
    }

    private static void assertRefused(String json, String reason) {
        assertThatExceptionOfType(MalformedDocumentException.class)
                .isThrownBy(() -> list("demo", json))
                .withMessageContaining(reason);
    }

    private static void assertRefused(byte[] json) {
        assertThatExceptionOfType(MalformedDocumentException.class).isThrownBy(() -> list("demo", json));
    }

    private static byte[] withRaw(int... raw) {
        byte[] json = ("{\"name\":\"demo\",\"x\":\"" + "?".repeat(raw.length) + "\"}").getBytes(UTF_8);
        int at = "{\"name\":\"demo\",\"x\":\"".length();
        for (int unit : raw) {
            json[at++] = (byte) unit;
        }
        return json;
    }

    /** A text that never ends. */
    private static final class EndlessText extends InputStream {
        @Override
        public int read() {
            return 'x';
        }

        @Override
        public int read(byte[] buffer, int offset, int length) {
            Arrays.fill(buffer, offset, offset + length, (byte) 'x');
            return length;
        }
    }
}
