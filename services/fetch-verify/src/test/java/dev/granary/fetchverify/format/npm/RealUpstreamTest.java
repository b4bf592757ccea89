package dev.granary.fetchverify.format.npm;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import dev.granary.fetchverify.format.ArtifactFile;
import dev.granary.fetchverify.format.Assessment.Signed;
import dev.granary.fetchverify.format.ListedFile;
import dev.granary.fetchverify.format.Listing;
import dev.granary.fetchverify.format.Rendering;
import dev.granary.fetchverify.format.UpstreamBase;
import dev.granary.fetchverify.format.View;
import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.stream.Collectors;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.condition.EnabledIfSystemProperty;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/**
 * Holds the format to the upstream that npm itself is set up for: {@code mvn verify -Dgranary.check-upstream=true
 * -Dtest=RealUpstreamTest}. Left out of every other run, for the outside network may be away or different.
 */
@EnabledIfSystemProperty(named = "granary.check-upstream", matches = "true")
class RealUpstreamTest {
    private static final ObjectMapper MAPPER = new ObjectMapper();
    private static final HttpClient CLIENT = HttpClient.newHttpClient();

    private static UpstreamBase upstream = NpmDocuments.UPSTREAM;

    @BeforeAll
    static void findTheUpstream() throws IOException {
        Process npm = new ProcessBuilder("npm", "config", "get", "registry").start();
        upstream = new UpstreamBase(URI.create(new String(npm.getInputStream().readAllBytes(), UTF_8).strip()));
    }

    @ParameterizedTest(name = "{0}")
    @ValueSource(
            strings = {
                "left-pad",
                "express",
                "lodash",
                "JSONStream",
                "@types/node",
                "typescript",
                "esbuild",
                "node-sass"
            })
    void showsTheFullFormWithoutLoss(String name) throws Exception {
        // Given
        byte[] full = fetch(NpmDocuments.packument(name).upstreamPath(), NpmViews.JSON);

        // When
        byte[] shown = show(NpmViews.FULL, name, full, upstream.uri());

        // Then
        assertThat(new String(shown, UTF_8)).isEqualTo(new String(full, UTF_8));
    }

    @ParameterizedTest(name = "{0}")
    @ValueSource(
            strings = {
                "left-pad",
                "express",
                "lodash",
                "JSONStream",
                "@types/node",
                "typescript",
                "esbuild",
                "node-sass"
            })
    void cutsTheAbbreviatedFormAsTheUpstreamDoes(String name) throws Exception {
        // Given
        String path = NpmDocuments.packument(name).upstreamPath();
        byte[] full = fetch(path, NpmViews.JSON);
        HttpResponse<byte[]> abbreviated = ask(path, NpmViews.ABBREVIATED_JSON);
        assumeTrue(
                abbreviated.headers().firstValue("content-type").orElse("").startsWith(NpmViews.ABBREVIATED_JSON),
                "this upstream is a mirror that has no abbreviated form");
        JsonNode theirs = MAPPER.readTree(abbreviated.body());

        // When
        JsonNode ours = MAPPER.readTree(show(NpmViews.ABBREVIATED, name, full, upstream.uri()));

        // Then
        assertThat(differences(theirs, ours)).isEmpty();
    }

    @ParameterizedTest(name = "{0}")
    @ValueSource(strings = {"left-pad", "express", "@types/node"})
    void believesTheRegistrysSignatures(String name) throws Exception {
        // Given
        HttpResponse<byte[]> document = ask(NpmRoutes.KEYS.upstreamPath(), NpmViews.JSON);
        assumeTrue(document.statusCode() == 200, "this upstream is a mirror that does not pass keys on");
        Optional<byte[]> keys = Optional.of(document.body());
        Listing listing = list(name, fetch(NpmDocuments.packument(name).upstreamPath(), NpmViews.JSON));

        // When
        Map<String, Long> outcomes = listing.files().stream()
                .limit(100)
                .map(file -> NpmDocuments.FORMAT.assess(artifact(name, file), file, keys))
                .collect(Collectors.groupingBy(
                        outcome -> outcome instanceof Signed ? "signed" : outcome.toString(),
                        TreeMap::new,
                        Collectors.counting()));

        // Then
        assertThat(outcomes).containsOnlyKeys("signed");
    }

    @Test
    void everyListedFileHasADigestAndAPublishTime() throws Exception {
        // When
        Listing listing = list("lodash", fetch("lodash", NpmViews.JSON));

        // Then
        assertThat(listing.files()).isNotEmpty().allSatisfy(file -> {
            assertThat(file.digests()).isNotEmpty();
            assertThat(file.publishedAt()).isPresent();
            assertThat(file.location().toString()).startsWith(upstream.uri().toString());
            assertThat(upstream.uri() + file.path()).isEqualTo(file.location().toString());
        });
    }

    /** Where the documents differ, without version numbers: each kind of difference once, with one example. */
    private static Map<String, String> differences(JsonNode theirs, JsonNode ours) {
        Map<String, String> found = new TreeMap<>();
        compare("", theirs, ours, found);
        return found;
    }

    private static void compare(String path, JsonNode theirs, JsonNode ours, Map<String, String> found) {
        if (!theirs.isObject() || !ours.isObject() || path.split("/", -1).length > 3) {
            if (!theirs.equals(ours)) {
                found.putIfAbsent(
                        path.replaceAll("/versions/[^/]*", "/versions/*"), path + ": " + theirs + " is " + ours);
            }
            return;
        }
        Set<String> names = new TreeSet<>();
        theirs.fieldNames().forEachRemaining(names::add);
        ours.fieldNames().forEachRemaining(names::add);
        names.forEach(name -> compare(path + "/" + name, theirs.path(name), ours.path(name), found));
    }

    private static ArtifactFile artifact(String name, ListedFile file) {
        return new ArtifactFile("", NpmName.parse(name).orElseThrow().coordinate(), file.path());
    }

    private static Listing list(String name, byte[] json) throws Exception {
        return NpmDocuments.FORMAT.list(NpmDocuments.packument(name), upstream, new ByteArrayInputStream(json));
    }

    private static byte[] show(View view, String name, byte[] json, URI gateway) throws Exception {
        ByteArrayOutputStream out = new ByteArrayOutputStream();
        Rendering rendering = new Rendering(gateway, Set.of());
        NpmDocuments.FORMAT.render(view, list(name, json), rendering, () -> new ByteArrayInputStream(json), out);
        return out.toByteArray();
    }

    private static byte[] fetch(String path, String accept) throws Exception {
        HttpResponse<byte[]> response = ask(path, accept);
        assertThat(response.statusCode()).as(path).isEqualTo(200);
        return response.body();
    }

    private static HttpResponse<byte[]> ask(String path, String accept) throws Exception {
        HttpRequest request = HttpRequest.newBuilder(upstream.resolve(path))
                .header("accept", accept)
                .build();
        return CLIENT.send(request, HttpResponse.BodyHandlers.ofByteArray());
    }
}
