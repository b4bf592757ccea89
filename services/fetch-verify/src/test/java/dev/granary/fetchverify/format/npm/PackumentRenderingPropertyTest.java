package dev.granary.fetchverify.format.npm;

import static dev.granary.fetchverify.format.npm.NpmDocuments.show;
import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.DeserializationFeature;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.granary.fetchverify.format.MalformedDocumentException;
import dev.granary.fetchverify.format.Rendering;
import dev.granary.fetchverify.format.View;
import dev.granary.fetchverify.format.npm.NpmDocuments.Shown;
import dev.granary.kernel.SemanticVersion;
import java.net.URI;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.Set;
import java.util.stream.LongStream;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

class PackumentRenderingPropertyTest {
    private static final ObjectMapper MAPPER = new ObjectMapper()
            .enable(DeserializationFeature.FAIL_ON_READING_DUP_TREE_KEY)
            .enable(DeserializationFeature.FAIL_ON_TRAILING_TOKENS);

    @ParameterizedTest(name = "seed={0}")
    @MethodSource("seeds")
    void atTheUpstreamsOwnAddressAndWithNothingWithheldNoByteChanges(long seed) throws MalformedDocumentException {
        // Given
        RandomPackument packument = new RandomPackument(seed);
        String json = packument.text(packument.tree());

        // When
        Shown shown = show(NpmViews.FULL, "demo", json, new Rendering(URI.create(PackumentText.UPSTREAM), Set.of()));

        // Then
        assertThat(shown.text()).isEqualTo(json);
    }

    @ParameterizedTest(name = "seed={0}")
    @MethodSource("seeds")
    void onlyTarballAddressesDifferFromTheUpstream(long seed) throws MalformedDocumentException {
        // Given
        RandomPackument packument = new RandomPackument(seed);
        ObjectNode tree = packument.tree();

        // When
        JsonNode shown = parse(show(NpmViews.FULL, "demo", packument.text(tree), Set.of()));

        // Then
        JsonNode expected = parse(tree.toString());
        expected.get("versions").forEach(PackumentRenderingPropertyTest::leadToGateway);
        assertThat(shown).isEqualTo(expected);
        assertThat(shown.toString()).isEqualTo(expected.toString());
    }

    @ParameterizedTest(name = "seed={0}")
    @MethodSource("seeds")
    void withheldVersionsLeaveNoTraceAndNoTagDangles(long seed) throws MalformedDocumentException {
        // Given
        RandomPackument packument = new RandomPackument(seed);
        ObjectNode tree = packument.tree();
        Set<String> withheld = packument.someVersions();

        // When
        JsonNode shown = parse(show(NpmViews.FULL, "demo", packument.text(tree), withheld));

        // Then
        ObjectNode expected = (ObjectNode) parse(tree.toString());
        expected.get("versions").forEach(PackumentRenderingPropertyTest::leadToGateway);
        ((ObjectNode) expected.get("versions")).remove(withheld);
        ((ObjectNode) expected.get("time")).remove(withheld);
        assertTags(tree.get("dist-tags"), shown.get("dist-tags"), shown.get("versions"));
        expected.set("dist-tags", shown.get("dist-tags"));
        assertThat(shown.toString()).isEqualTo(expected.toString());
        assertThat(parse(show(NpmViews.DIST_TAGS, "demo", packument.text(tree), withheld)))
                .isEqualTo(shown.get("dist-tags"));
    }

    @ParameterizedTest(name = "seed={0}")
    @MethodSource("seeds")
    void theAbbreviatedFormHoldsNothingThatTheFullOneDoesNot(long seed) throws MalformedDocumentException {
        // Given
        RandomPackument packument = new RandomPackument(seed);
        ObjectNode tree = packument.tree();
        String json = packument.text(tree);
        Set<String> withheld = packument.someVersions();

        // When
        JsonNode shown = parse(show(NpmViews.ABBREVIATED, "demo", json, withheld));

        // Then
        JsonNode full = parse(show(NpmViews.FULL, "demo", json, withheld));
        assertThat(shown.fieldNames())
                .toIterable()
                .containsExactlyInAnyOrder("name", "dist-tags", "versions", "modified");
        assertThat(shown.get("dist-tags")).isEqualTo(full.get("dist-tags"));
        for (Map.Entry<String, JsonNode> version : full.get("versions").properties()) {
            ObjectNode rest = (ObjectNode) shown.get("versions").get(version.getKey());
            rest.remove("hasInstallScript");
            rest.properties().forEach(m -> assertThat(m.getValue())
                    .isEqualTo(version.getValue().get(m.getKey())));
            assertThat(rest.has("dist") && rest.has("version")).isTrue();
            assertThat(rest.has("readme") || rest.has("scripts") || rest.has("_id"))
                    .isFalse();
        }
    }

    @ParameterizedTest(name = "seed={0}")
    @MethodSource("seeds")
    void eachVersionShownAloneIsWhatTheFullFormShows(long seed) throws MalformedDocumentException {
        // Given
        RandomPackument packument = new RandomPackument(seed);
        String json = packument.text(packument.tree());
        JsonNode full = parse(show(NpmViews.FULL, "demo", json, Set.of()));

        for (String version : packument.versions()) {
            // When
            Shown shown = show(NpmViews.version(version), "demo", json, Set.of());

            // Then
            assertThat(parse(shown)).isEqualTo(full.get("versions").get(version));
        }
    }

    @ParameterizedTest(name = "seed={0}")
    @MethodSource("manySeeds")
    void whateverIsListedCanBeShown(long seed) throws JsonProcessingException {
        // Given
        RandomPackument packument = new RandomPackument(seed);
        String json = scratched(packument.text(packument.tree()), new Random(seed));
        Set<String> withheld = packument.someVersions();

        for (View view : List.of(NpmViews.FULL, NpmViews.ABBREVIATED, NpmViews.DIST_TAGS)) {
            // When
            String shown;
            try {
                shown = show(view, "demo", json, withheld).text();
            } catch (MalformedDocumentException e) {
                continue;
            }

            // Then
            assertThat(new ObjectMapper().readTree(shown).isObject()).isTrue();
        }
    }

    static LongStream manySeeds() {
        return LongStream.range(0, 1000);
    }

    /** The text with one or two characters doubled, dropped or exchanged. */
    private static String scratched(String text, Random random) {
        StringBuilder scratched = new StringBuilder(text);
        for (int i = random.nextInt(2); i >= 0; i--) {
            int at = random.nextInt(scratched.length());
            switch (random.nextInt(3)) {
                case 0 -> scratched.deleteCharAt(at);
                case 1 -> scratched.insert(at, scratched.charAt(at));
                default -> scratched.setCharAt(at, "{}[]:,\"\\ 0tn".charAt(random.nextInt(12)));
            }
        }
        return scratched.toString();
    }

    static LongStream seeds() {
        return LongStream.range(0, 150);
    }

    private static void assertTags(JsonNode before, JsonNode after, JsonNode versions) {
        for (Map.Entry<String, JsonNode> tag : before.properties()) {
            String old = tag.getValue().textValue();
            JsonNode now = after.get(tag.getKey());
            if (versions.has(old)) {
                assertThat(now.textValue()).isEqualTo(old);
            } else if (now != null) {
                assertThat(versions.has(now.textValue())).isTrue();
                assertThat(version(now.textValue())).isLessThanOrEqualTo(version(old));
            }
        }
        assertThat(after.size()).isLessThanOrEqualTo(before.size());
    }

    private static SemanticVersion version(String text) {
        return SemanticVersion.parse(text).orElseThrow();
    }

    private static void leadToGateway(JsonNode version) {
        ObjectNode dist = (ObjectNode) version.get("dist");
        dist.put(
                "tarball",
                dist.get("tarball").textValue().replace(PackumentText.UPSTREAM, NpmDocuments.GATEWAY.toString()));
    }

    private static JsonNode parse(Shown shown) {
        return parse(shown.text());
    }

    private static JsonNode parse(String json) {
        try {
            return MAPPER.readTree(json);
        } catch (JsonProcessingException e) {
            throw new AssertionError(json, e);
        }
    }
}
