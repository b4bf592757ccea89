package dev.granary.fetchverify.format.raw;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

import dev.granary.fetchverify.format.Assessment.Unsigned;
import dev.granary.fetchverify.format.DocumentKey;
import dev.granary.fetchverify.format.GatewayRequest;
import dev.granary.fetchverify.format.GatewayRequest.Method;
import dev.granary.fetchverify.format.ListedFile;
import dev.granary.fetchverify.format.Listing;
import dev.granary.fetchverify.format.MalformedDocumentException;
import dev.granary.fetchverify.format.Rendered;
import dev.granary.fetchverify.format.Rendering;
import dev.granary.fetchverify.format.Route;
import dev.granary.fetchverify.format.Route.Refusal;
import dev.granary.fetchverify.format.Route.Refused;
import dev.granary.fetchverify.format.Route.ToArtifact;
import dev.granary.fetchverify.format.Route.ToDocument;
import dev.granary.fetchverify.format.UpstreamBase;
import dev.granary.kernel.ContentDigest;
import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.URI;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.Random;
import java.util.Set;
import java.util.stream.LongStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.MethodSource;
import org.junit.jupiter.params.provider.ValueSource;

class RawFormatTest {
    private static final String A = "aa".repeat(32);
    private static final String B = "bb".repeat(32);
    private static final UpstreamBase UPSTREAM = new UpstreamBase(URI.create("http://files.example:9999/pub/"));

    private final RawFormat format = new RawFormat();

    @Test
    void leadsAPathToAFileOfItsUpstream() {
        // When
        Route route = get("tools/linux/kubectl v1.tar.gz");

        // Then
        assertThat(route).isInstanceOfSatisfying(ToArtifact.class, to -> {
            assertThat(to.file().repository()).isEqualTo("tools");
            assertThat(to.file().path()).isEqualTo("tools/linux/kubectl v1.tar.gz");
            assertThat(to.file().coordinate().toString()).isEqualTo("pkg:raw/tools/linux/kubectl%20v1.tar.gz");
            assertThat(format.likelyPath(to.file())).contains("linux/kubectl%20v1.tar.gz");
        });
    }

    @ParameterizedTest(name = "{0}")
    @ValueSource(strings = {"tools/SHA256SUMS", "tools/a/SHA256SUMS", "tools/a/x.zip.sha256"})
    void servesChecksumFilesAsDocuments(String path) {
        assertThat(get(path)).isInstanceOfSatisfying(ToDocument.class, to -> {
            assertThat(to.document().repository()).isEqualTo("tools");
            assertThat(to.document().key()).isEqualTo("raw/" + path);
            assertThat("tools/" + to.document().upstreamPath()).isEqualTo(path);
        });
    }

    @Test
    void looksForAChecksumBesideTheFileThenAtTheRoot() {
        assertThat(format.indexesOf(((ToArtifact) get("tools/a/b/x.zip")).file()))
                .extracting(DocumentKey::path)
                .containsExactly("tools/a/b/SHA256SUMS", "tools/a/b/x.zip.sha256", "tools/SHA256SUMS");
        assertThat(format.indexesOf(((ToArtifact) get("tools/x.zip")).file()))
                .extracting(DocumentKey::path)
                .containsExactly("tools/SHA256SUMS", "tools/x.zip.sha256");
    }

    @ParameterizedTest(name = "{0}")
    @ValueSource(
            strings = {
                "Tools/x",
                "../x",
                "tools/..",
                "tools/./x",
                "tools/a%2fb",
                "tools/\u202ex",
                "tools/a\u0000b",
                "tools/ x",
                "tools/a\\b",
                "-rf/x"
            })
    void refusesWhatIsNoPath(String path) {
        assertThat(get(path)).isInstanceOfSatisfying(Refused.class, refused -> assertThat(refused.refusal())
                .isEqualTo(Refusal.MALFORMED));
    }

    @Test
    void servesNoDirectoryAndTakesNoFile() {
        assertThat(get("tools")).isInstanceOfSatisfying(Refused.class, refused -> assertThat(refused.refusal())
                .isEqualTo(Refusal.NOT_SERVED));
        assertThat(format.route(new GatewayRequest(Method.PUT, List.of("tools", "x"), false, "", "")))
                .isInstanceOfSatisfying(
                        Refused.class, refused -> assertThat(refused.refusal()).isEqualTo(Refusal.METHOD));
        assertThat(get("tools/" + "a/".repeat(600) + "x")).isInstanceOf(Refused.class);
    }

    @ParameterizedTest(name = "{0}")
    @CsvSource(
            delimiter = '|',
            value = {
                "%A  x.zip | tools/a/x.zip",
                "%A *x.zip | tools/a/x.zip",
                "SHA256 (x.zip) = %A | tools/a/x.zip",
                "%A  ./x.zip | tools/a/x.zip",
                "%A  sub/x.zip | tools/a/sub/x.zip",
                "%A  two words.zip | tools/a/two words.zip",
                "%A  *starred | tools/a/*starred",
                "SHA256 (odd) name) = %A | tools/a/odd) name",
                "\\%A  back\\\\slash\\nline | ",
                "%A  ../x.zip | ",
                "%A  /etc/passwd | ",
                "%A | ",
            })
    void readsGnuAndBsdLines(String line, String path) throws MalformedDocumentException {
        // When
        Listing listing = list("tools/a/SHA256SUMS", line.replace("%A", A.toUpperCase(Locale.ROOT)) + "\r\n");

        // Then
        if (path == null) {
            assertThat(listing.files()).isEmpty();
        } else {
            ListedFile file = listing.find(path).orElseThrow();
            assertThat(file.digests()).containsExactly(ContentDigest.sha256(A));
            assertThat(file.location().toString())
                    .startsWith("http://files.example:9999/pub/a/")
                    .doesNotContain(" ");
        }
    }

    @Test
    void undoesEscapesInNames() {
        assertThat(ChecksumLine.parse("\\" + A + "  a\\\\b\\nc\\rd")
                        .orElseThrow()
                        .name())
                .isEqualTo("a\\b\nc\rd");
        assertThat(ChecksumLine.parse(A + "  a\\nb").orElseThrow().name()).isEqualTo("a\\nb");
        assertThat(ChecksumLine.parse("\\" + A + "  a\\x")).isEmpty();
        assertThat(ChecksumLine.parse("\\" + A + "  a\\")).isEmpty();
    }

    @Test
    void readsManyFilesAndLeavesOtherAlgorithmsAside() throws MalformedDocumentException {
        // Given
        String sums = "# made by hand\n\n" + A + "  x\nSHA512 (x) = " + "cc".repeat(64) + "\nMD5 (x) = "
                + "d".repeat(32) + "\n" + B + "  y\n" + A + "  x";

        // When
        Listing listing = list("tools/SHA256SUMS", sums);

        // Then
        assertThat(listing.files()).extracting(ListedFile::path).containsExactly("tools/x", "tools/y");
    }

    @ParameterizedTest(name = "{0}")
    @CsvSource({
        "%A, true",
        "%A  x.zip, true",
        "%A *dist/x.zip, true",
        "SHA256 (x.zip) = %A, true",
        "%A  other.zip, false"
    })
    void readsASidecarAsTheWordOnTheFileBesideIt(String content, boolean listed) throws MalformedDocumentException {
        // When
        Listing listing = list("tools/a/x.zip.sha256", content.replace("%A", A) + "\n");

        // Then
        assertThat(listing.find("tools/a/x.zip").map(ListedFile::digests))
                .isEqualTo(listed ? Optional.of(List.of(ContentDigest.sha256(A))) : Optional.empty());
    }

    @ParameterizedTest(name = "{0}")
    @ValueSource(strings = {"<html><body>Sign in</body></html>", "zz  x", "aa  x", "SHA256 (x) = aa", "{\"a\":1}"})
    void refusesWhatIsNoChecksumFile(String content) {
        assertThatExceptionOfType(MalformedDocumentException.class)
                .isThrownBy(() -> list("tools/SHA256SUMS", A + "  first\n" + content))
                .withMessageContaining("line 2");
    }

    @Test
    void refusesLinesThatContradictEachOtherAndFilesBeyondTheLimits() {
        assertThatExceptionOfType(MalformedDocumentException.class)
                .isThrownBy(() -> list("tools/SHA256SUMS", A + "  x\n" + B + "  ./x\n"))
                .withMessageContaining("contradicts");
        assertThatExceptionOfType(MalformedDocumentException.class)
                .isThrownBy(() -> list("tools/SHA256SUMS", A + "  " + "x".repeat(9000)))
                .withMessageContaining("line 1");
        assertThatExceptionOfType(MalformedDocumentException.class)
                .isThrownBy(() -> list("tools/SHA256SUMS", "\n".repeat(11 << 20)))
                .withMessageContaining("longer than");
    }

    @Test
    void showsChecksumFilesByteForByte() throws IOException {
        // Given
        byte[] sums = (A + "  x\r\n\n").getBytes(UTF_8);
        ByteArrayOutputStream out = new ByteArrayOutputStream();
        Rendering rendering = new Rendering(URI.create("http://127.0.0.1/raw/"), Set.of());

        // When
        Rendered rendered = format.render(
                ((ToDocument) get("tools/SHA256SUMS")).view(),
                Listing.empty(),
                rendering,
                () -> new ByteArrayInputStream(sums),
                out);

        // Then
        assertThat(out.toByteArray()).isEqualTo(sums);
        assertThat(rendered).isEqualTo(new Rendered.Written("text/plain; charset=utf-8"));
    }

    @Test
    void hasNoSignatures() throws MalformedDocumentException {
        ListedFile listed = list("tools/SHA256SUMS", A + "  x").files().getFirst();
        assertThat(format.keyDocument()).isEmpty();
        assertThat(format.assess(((ToArtifact) get("tools/x")).file(), listed, Optional.empty()))
                .isInstanceOf(Unsigned.class);
    }

    @ParameterizedTest(name = "seed={0}")
    @MethodSource("seeds")
    void survivesAnyBytes(long seed) {
        // Given
        Random random = new Random(seed);
        byte[] content = (A + "  x\nSHA256 (y) = " + B + "\n\\" + B + "  a\\nb\n").getBytes(UTF_8);
        for (int i = random.nextInt(5); i >= 0; i--) {
            content[random.nextInt(content.length)] = (byte) random.nextInt(256);
        }

        // When
        try {
            Listing listing = new ChecksumFile(RawPath.parse("tools/SHA256SUMS"), UPSTREAM)
                    .read(new ByteArrayInputStream(content));

            // Then
            assertThat(listing.files())
                    .allSatisfy(file -> assertThat(file.path()).startsWith("tools/"));
        } catch (MalformedDocumentException e) {
            assertThat(e.getMessage()).matches("[ -~]+");
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    static LongStream seeds() {
        return LongStream.range(0, 500);
    }

    private Route get(String path) {
        return format.route(new GatewayRequest(Method.GET, List.of(path.split("/", -1)), false, "", ""));
    }

    private Listing list(String path, String content) throws MalformedDocumentException {
        try {
            return format.list(
                    RawPath.parse(path).toDocument(), UPSTREAM, new ByteArrayInputStream(content.getBytes(UTF_8)));
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
