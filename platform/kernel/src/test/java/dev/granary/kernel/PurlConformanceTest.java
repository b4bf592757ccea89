package dev.granary.kernel;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStreamReader;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.TreeMap;
import java.util.stream.Collectors;
import org.junit.jupiter.api.Test;

/**
 * The specification's own 586 cases. Those that we do not meet are listed with their reason in
 * {@code purl-deviations.txt}, and the list is checked both ways: a case that is met must not stand in it.
 */
class PurlConformanceTest {
    @Test
    void everyCaseIsMetOrListedWithItsReason() throws IOException {
        // Given
        List<PurlCase> cases = cases();
        Map<String, String> listed = deviations();

        // When
        Map<String, String> found = cases.stream()
                .filter(test -> test.result() == PurlCase.Result.DEVIATES)
                .collect(Collectors.toMap(
                        PurlCase::id, test -> listed.getOrDefault(test.id(), "not listed: " + test.test())));

        // Then
        assertThat(new TreeMap<>(found)).isEqualTo(new TreeMap<>(listed));
        assertThat(cases).hasSize(586);
    }

    @Test
    void whatACoordinateDoesNotCarryIsRefusedNotDropped() throws IOException {
        // When
        long refused = cases().stream()
                .filter(test -> test.result() == PurlCase.Result.NOT_CARRIED)
                .count();

        // Then
        assertThat(refused).isEqualTo(280);
    }

    @Test
    void noEcosystemThatWeServeDeviates() throws IOException {
        assertThat(deviations().keySet())
                .noneMatch(id -> id.matches("(spec/.*|types/(npm|cargo|pypi|maven|golang|deb|generic)-test).*"));
    }

    private static List<PurlCase> cases() throws IOException {
        Path archive = Path.of(System.getProperty("granary.testdata", ""), "purl", "purl.tar.gz");
        assumeTrue(
                Files.exists(archive) || Boolean.getBoolean("granary.testdata.required"),
                () -> "no conformance data at " + archive);
        return PurlCase.read(archive);
    }

    /** Lines {@code id reason}; {@code #} at the start of a line begins a comment. */
    private static Map<String, String> deviations() throws IOException {
        try (var lines = new BufferedReader(new InputStreamReader(
                Objects.requireNonNull(PurlConformanceTest.class.getResourceAsStream("purl-deviations.txt")),
                StandardCharsets.UTF_8))) {
            return lines.lines()
                    .filter(line -> !line.isBlank() && !line.startsWith("#"))
                    .map(line -> line.split(" ", 2))
                    .collect(Collectors.toMap(parts -> parts[0], parts -> parts[1]));
        }
    }
}
