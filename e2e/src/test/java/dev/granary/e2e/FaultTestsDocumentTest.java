package dev.granary.e2e;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.regex.MatchResult;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;

/** The list of faults names tests that exist, and every fault. */
class FaultTestsDocumentTest {
    private static final Path ROOT = Path.of(System.getProperty("granary.root", ".."));
    private static final Pattern TEST = Pattern.compile("`(\\w+)#(\\w+)`");
    private static final Pattern ROW = Pattern.compile("^\\| (\\d+) \\|", Pattern.MULTILINE);
    private static final int FAULTS = 40;

    @Test
    void everyTestThatTheListNamesExists() throws IOException {
        // Given
        String document = document();
        Map<String, List<Path>> sources = sources();

        // When
        List<String> missing = TEST.matcher(document)
                .results()
                .filter(result -> !exists(result, sources))
                .map(MatchResult::group)
                .toList();

        // Then
        assertThat(TEST.matcher(document).results()).hasSizeGreaterThan(20);
        assertThat(missing).isEmpty();
    }

    @Test
    void everyFaultStandsInTheListOnce() throws IOException {
        // When
        Matcher rows = ROW.matcher(document());

        // Then
        assertThat(rows.results().map(result -> Integer.parseInt(result.group(1))))
                .containsExactlyElementsOf(
                        Stream.iterate(1, number -> number + 1).limit(FAULTS).toList());
    }

    private static boolean exists(MatchResult test, Map<String, List<Path>> sources) {
        Pattern method = Pattern.compile("\\bvoid " + Pattern.quote(test.group(2)) + "\\(");
        return sources.getOrDefault(test.group(1) + ".java", List.of()).stream()
                .anyMatch(file -> method.matcher(read(file)).find());
    }

    private static Map<String, List<Path>> sources() throws IOException {
        try (Stream<Path> folders = Files.find(ROOT, 6, (path, attributes) -> path.endsWith("src/test/java"))) {
            return folders.flatMap(FaultTestsDocumentTest::below)
                    .collect(Collectors.groupingBy(file -> file.getFileName().toString()));
        }
    }

    private static Stream<Path> below(Path folder) {
        try (Stream<Path> files = Files.walk(folder)) {
            return files.toList().stream();
        } catch (IOException e) {
            throw new AssertionError(folder.toString(), e);
        }
    }

    private static String document() {
        return read(ROOT.resolve("docs/operations/fault-tests.md"));
    }

    private static String read(Path file) {
        try {
            return Files.readString(file);
        } catch (IOException e) {
            throw new AssertionError(file.toString(), e);
        }
    }
}
