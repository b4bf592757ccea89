package dev.granary.kernel;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.zip.GZIPInputStream;
import org.apache.commons.compress.archivers.tar.TarArchiveEntry;
import org.apache.commons.compress.archivers.tar.TarArchiveInputStream;

/**
 * One case of the package-URL specification's own tests.
 *
 * @param id file and position, as in {@code types/npm-test.json#3}
 */
record PurlCase(String id, JsonNode test) {
    /** What became of a case. */
    enum Result {
        /** As the specification says. */
        RIGHT,
        /** Refused because it has qualifiers or a subpath, which a coordinate has not. */
        NOT_CARRIED,
        /** Neither. */
        DEVIATES
    }

    /** All cases of {@code purl.tar.gz}. */
    static List<PurlCase> read(Path archive) throws IOException {
        List<PurlCase> cases = new ArrayList<>();
        ObjectMapper mapper = new ObjectMapper();
        try (InputStream file = Files.newInputStream(archive);
                TarArchiveInputStream tar = new TarArchiveInputStream(new GZIPInputStream(file))) {
            for (TarArchiveEntry entry = tar.getNextEntry(); entry != null; entry = tar.getNextEntry()) {
                if (entry.getName().endsWith("-test.json")) {
                    JsonNode tests = mapper.readTree(tar.readAllBytes()).get("tests");
                    for (int i = 0; i < tests.size(); i++) {
                        cases.add(new PurlCase(entry.getName().replaceAll("^\\./", "") + "#" + i, tests.get(i)));
                    }
                }
            }
        }
        return cases;
    }

    Result result() {
        Optional<PackageCoordinate> given = given();
        if (test.get("expected_failure").booleanValue()) {
            return given.isEmpty() ? Result.RIGHT : Result.DEVIATES;
        }
        if (hasMoreThanACoordinate()) {
            return given.isEmpty() ? Result.NOT_CARRIED : Result.DEVIATES;
        }
        return given.filter(this::isExpected).isPresent() ? Result.RIGHT : Result.DEVIATES;
    }

    private Optional<PackageCoordinate> given() {
        JsonNode input = test.get("input");
        if (!isBuild()) {
            return PackageCoordinate.parse(input.textValue());
        }
        if (hasMoreThanACoordinate()) {
            return Optional.empty();
        }
        try {
            return Optional.of(PackageCoordinate.of(
                    new Ecosystem(text(input, "type")),
                    text(input, "namespace"),
                    text(input, "name"),
                    text(input, "version")));
        } catch (IllegalArgumentException e) {
            return Optional.empty();
        }
    }

    private boolean isExpected(PackageCoordinate given) {
        JsonNode expected = test.get("expected_output");
        if (expected.isTextual()) {
            return given.toString().equals(expected.textValue());
        }
        return given.ecosystem().id().equals(text(expected, "type"))
                && given.namespace().equals(text(expected, "namespace"))
                && given.name().equals(text(expected, "name"))
                && given.version().equals(text(expected, "version"));
    }

    private boolean hasMoreThanACoordinate() {
        JsonNode whole = isBuild() ? test.get("input") : test.get("expected_output");
        if (whole.isTextual()) {
            return whole.textValue().contains("?") || whole.textValue().contains("#");
        }
        return !text(whole, "subpath").isEmpty() || whole.path("qualifiers").size() > 0;
    }

    private boolean isBuild() {
        return test.get("test_type").textValue().equals("build");
    }

    private static String text(JsonNode parent, String name) {
        return parent.path(name).isNull() ? "" : parent.path(name).asText();
    }
}
