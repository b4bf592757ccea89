package dev.granary.fetchverify.format.npm;

import static dev.granary.fetchverify.format.npm.NpmDocuments.show;
import static dev.granary.fetchverify.format.npm.PackumentText.aPackument;
import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

import dev.granary.fetchverify.format.Listing;
import dev.granary.fetchverify.format.MalformedDocumentException;
import dev.granary.fetchverify.format.Rendered.Missing;
import dev.granary.fetchverify.format.Rendered.Withheld;
import dev.granary.fetchverify.format.Rendered.Written;
import dev.granary.fetchverify.format.Rendering;
import dev.granary.fetchverify.format.npm.NpmDocuments.Shown;
import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.util.Set;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class PackumentRenderingTest {
    private static final Set<String> NOTHING = Set.of();
    private static final PackumentText DEMO = aPackument("demo")
            .with("1.0.0")
            .with(
                    "1.1.0",
                    "\"scripts\":{\"postinstall\":\"x\"},\"dependencies\":{\"a\":\"^1\"},\"_npmUser\":{\"name\":\"n\"},")
            .with("2.0.0")
            .tag("latest", "2.0.0")
            .tag("old", "1.0.0");

    @Test
    void leadsTarballsToTheGatewayAndChangesNothingElse() throws MalformedDocumentException {
        // When
        Shown shown = show(NpmViews.FULL, "demo", DEMO.json(), NOTHING);

        // Then
        assertThat(shown.text()).isEqualTo(DEMO.json().replace(PackumentText.UPSTREAM, "http://127.0.0.1:8080/npm/"));
        assertThat(shown.rendered()).isEqualTo(new Written("application/json"));
    }

    @Test
    void keepsEveryByteAroundTheAddresses() throws MalformedDocumentException {
        // Given
        String odd =
                " \n{ \"name\" :\"demo\",\t\"versions\": { \"1.0.0\" : {\"dist\" :{ \"tarball\" : \"https:\\/\\/registry.example\\/demo\\/-\\/d.tgz\" ,"
                        + "\"x\":1.50e+2} , \"tarball\":\"https://registry.example/not/this\" } } , \"\\u0061\":\"\\ud83d\" }\r\n\n";

        // When
        Shown shown = show(NpmViews.FULL, "demo", odd, NOTHING);

        // Then
        assertThat(shown.text())
                .isEqualTo(odd.replace(
                        "\"https:\\/\\/registry.example\\/demo\\/-\\/d.tgz\"",
                        "\"http://127.0.0.1:8080/npm/demo/-/d.tgz\""));
    }

    @Test
    void leadsEveryAddressToTheGatewayEvenWhereItIsNoGood() throws MalformedDocumentException {
        // Given
        String json = aPackument("@acme/demo")
                .withDist("1.0.0", "", "\"tarball\":\"file:///etc/passwd\"")
                .withDist("1.0.1", "", "\"tarball\":\"not an address\"")
                .withDist("1.0.2", "", "\"tarball\":\"https://files.example/elsewhere.tgz\"")
                .withDist("1.0.3", "", "\"tarball\":null")
                .json();

        // When
        Shown shown = show(NpmViews.FULL, "@acme/demo", json, NOTHING);

        // Then
        assertThat(shown.text())
                .contains("http://127.0.0.1:8080/npm/@acme/demo/-/demo-1.0.0.tgz")
                .contains("http://127.0.0.1:8080/npm/@acme/demo/-/demo-1.0.1.tgz")
                .contains("http://127.0.0.1:8080/npm/@acme/demo/-/demo-1.0.2.tgz")
                .contains("\"tarball\":null")
                .doesNotContain("passwd")
                .doesNotContain("files.example");
    }

    @Test
    void cutsWithheldVersionsOutWithTheirTimesAndMovesTheirTags() throws MalformedDocumentException {
        // When
        Shown shown = show(NpmViews.FULL, "demo", DEMO.json(), Set.of("2.0.0", "9.9.9"));

        // Then
        String expected = aPackument("demo")
                .with("1.0.0")
                .with(
                        "1.1.0",
                        "\"scripts\":{\"postinstall\":\"x\"},\"dependencies\":{\"a\":\"^1\"},\"_npmUser\":{\"name\":\"n\"},")
                .tag("latest", "1.1.0")
                .tag("old", "1.0.0")
                .json()
                .replace(PackumentText.UPSTREAM, "http://127.0.0.1:8080/npm/");
        assertThat(shown.text()).isEqualTo(expected);
    }

    @Test
    void staysADocumentWhenEverythingIsWithheld() throws MalformedDocumentException {
        // When
        Shown shown = show(NpmViews.FULL, "demo", DEMO.json(), Set.of("1.0.0", "1.1.0", "2.0.0"));

        // Then
        assertThat(shown.text())
                .contains(
                        "\"dist-tags\":{},\"versions\":{},\"time\":{\"created\":\"2020-01-01T00:00:00.000Z\",\"modified\"")
                .endsWith("\"license\":\"MIT\"}");
    }

    @Test
    void hidesWhatCanBeNoVersion() throws MalformedDocumentException {
        // Given
        String json = aPackument("demo")
                .with("1.0.0")
                .with("../2.0.0")
                .tag("latest", "../2.0.0")
                .json();

        // When
        Shown shown = show(NpmViews.FULL, "demo", json, NOTHING);

        // Then
        assertThat(shown.text())
                .contains("\"versions\":{\"1.0.0\":{")
                .contains("\"latest\":\"1.0.0\"")
                .doesNotContain("../2.0.0\":{");
    }

    @Test
    void cutsTheAbbreviatedFormFromTheFullOne() throws MalformedDocumentException {
        // When
        Shown shown = show(NpmViews.ABBREVIATED, "demo", DEMO.json(), Set.of("2.0.0"));

        // Then
        String one = "{\"name\":\"demo\",\"version\":\"1.0.0\",\"dist\":{" + dist("1.0.0") + "}}";
        String two = "{\"name\":\"demo\",\"version\":\"1.1.0\",\"dependencies\":{\"a\":\"^1\"},\"dist\":{"
                + dist("1.1.0") + "},\"hasInstallScript\":true}";
        assertThat(shown.text())
                .isEqualTo(
                        "{\"name\":\"demo\",\"dist-tags\":{\"latest\":\"1.1.0\",\"old\":\"1.0.0\"},\"versions\":{\"1.0.0\":"
                                + one + ",\"1.1.0\":" + two + "},\"modified\":\"2024-06-01T00:00:00.000Z\"}");
        assertThat(shown.rendered()).isEqualTo(new Written("application/vnd.npm.install-v1+json"));
    }

    @ParameterizedTest(name = "{0}")
    @CsvSource(
            delimiter = '|',
            value = {
                "\"scripts\":{\"preinstall\":\"x\"}, | true",
                "\"scripts\":{\"install\":\"x\"}, | true",
                "\"gypfile\":true, | true",
                "\"gypfile\":true,\"scripts\":{\"install\":\"x\"}, | true",
                "\"hasInstallScript\":true,\"scripts\":{\"install\":\"x\"}, | true",
                "\"scripts\":{\"test\":\"x\"}, | false",
                "\"gypfile\":false, | false",
                "\"scripts\":\"install\", | false",
            })
    void tellsOnceWhetherInstallingRunsSomething(String members, boolean runs) throws MalformedDocumentException {
        // Given
        String json = aPackument("demo").with("1.0.0", members).json();

        // When
        Shown shown = show(NpmViews.ABBREVIATED, "demo", json, NOTHING);

        // Then
        assertThat(shown.text().split("\"hasInstallScript\":true", -1)).hasSize(runs ? 2 : 1);
    }

    @Test
    void abbreviatesADocumentThatIsAbbreviatedAlready() throws MalformedDocumentException {
        // Given
        String json = "{\"name\":\"demo\",\"dist-tags\":{},\"versions\":{},\"modified\":\"2024-06-01T00:00:00.000Z\"}";

        // When
        Shown shown = show(NpmViews.ABBREVIATED, "demo", json, NOTHING);

        // Then
        assertThat(shown.text()).isEqualTo(json);
    }

    @Test
    void abbreviatesAroundLongTextsThatNobodyNeeds() throws MalformedDocumentException {
        // Given
        String json = DEMO.json().replace("\"MIT\"", "\"" + "x".repeat(3 << 20) + "\"");

        // When
        Shown full = show(NpmViews.FULL, "demo", json, NOTHING);
        Shown abbreviated = show(NpmViews.ABBREVIATED, "demo", json, NOTHING);

        // Then
        assertThat(full.text()).hasSizeGreaterThan(3 << 20);
        assertThat(abbreviated.text()).hasSizeLessThan(4096);
    }

    @ParameterizedTest(name = "{0}")
    @ValueSource(strings = {"1.1.0", "mid"})
    void showsOneVersionByNumberOrTag(String versionOrTag) throws MalformedDocumentException {
        // Given
        String json = aPackument("demo")
                .with("1.0.0")
                .with("1.1.0", "\"_id\":\"demo@1.1.0\",")
                .with("2.0.0")
                .tag("mid", "1.1.0")
                .json();

        // When
        Shown shown = show(NpmViews.version(versionOrTag), "demo", json, Set.of("2.0.0"));

        // Then
        assertThat(shown.text())
                .isEqualTo("{\"name\":\"demo\",\"version\":\"1.1.0\",\"_id\":\"demo@1.1.0\",\"dist\":{" + dist("1.1.0")
                        + "}}");
        assertThat(shown.rendered()).isEqualTo(new Written("application/json"));
    }

    @Test
    void showsTheVersionThatAWithheldTagMovesTo() throws MalformedDocumentException {
        // When
        Shown shown = show(NpmViews.version("latest"), "demo", DEMO.json(), Set.of("2.0.0"));

        // Then
        assertThat(shown.text()).contains("\"version\":\"1.1.0\"");
    }

    @Test
    void saysThatAVersionIsWithheldOrMissing() throws MalformedDocumentException {
        assertThat(show(NpmViews.version("2.0.0"), "demo", DEMO.json(), Set.of("2.0.0")))
                .isEqualTo(new Shown(new Withheld("2.0.0"), ""));
        assertThat(show(NpmViews.version("old"), "demo", DEMO.json(), Set.of("1.0.0")))
                .isEqualTo(new Shown(new Withheld("1.0.0"), ""));
        assertThat(show(NpmViews.version("3.0.0"), "demo", DEMO.json(), NOTHING).rendered())
                .isInstanceOf(Missing.class);
        assertThat(show(NpmViews.version("^1.0.0"), "demo", DEMO.json(), NOTHING)
                        .rendered())
                .isInstanceOf(Missing.class);
    }

    @Test
    void showsTheTagsAlone() throws MalformedDocumentException {
        assertThat(show(NpmViews.DIST_TAGS, "demo", DEMO.json(), NOTHING).text())
                .isEqualTo("{\"latest\":\"2.0.0\",\"old\":\"1.0.0\"}");
        assertThat(show(NpmViews.DIST_TAGS, "demo", DEMO.json(), Set.of("1.0.0"))
                        .text())
                .isEqualTo("{\"latest\":\"2.0.0\"}");
        assertThat(show(NpmViews.DIST_TAGS, "demo", DEMO.json(), Set.of("2.0.0", "1.0.0"))
                        .text())
                .isEqualTo("{\"latest\":\"1.1.0\"}");
        assertThat(show(NpmViews.DIST_TAGS, "demo", "{\"name\":\"demo\"}", NOTHING)
                        .text())
                .isEqualTo("{}");
    }

    @Test
    void showsOtherDocumentsAsTheyAre() throws IOException, MalformedDocumentException {
        // Given
        byte[] keys = {'{', ' ', '}', '\n'};
        ByteArrayOutputStream out = new ByteArrayOutputStream();

        // When
        NpmDocuments.FORMAT.render(
                NpmViews.AS_IS,
                Listing.empty(),
                new Rendering(NpmDocuments.GATEWAY, NOTHING),
                () -> new ByteArrayInputStream(keys),
                out);

        // Then
        assertThat(out.toByteArray()).isEqualTo(keys);
        assertThat(NpmDocuments.FORMAT
                        .list(NpmRoutes.KEYS, NpmDocuments.UPSTREAM, new ByteArrayInputStream(keys))
                        .files())
                .isEmpty();
        assertThatExceptionOfType(MalformedDocumentException.class)
                .isThrownBy(() -> NpmDocuments.FORMAT.list(
                        NpmRoutes.KEYS, NpmDocuments.UPSTREAM, new ByteArrayInputStream("<html>".getBytes(UTF_8))));
    }

    private static String dist(String version) {
        return "\"integrity\":\"" + PackumentText.integrity(version) + "\",\"shasum\":\""
                + PackumentText.shasum(version) + "\",\"tarball\":\"http://127.0.0.1:8080/npm/demo/-/demo-" + version
                + ".tgz\"";
    }
}
