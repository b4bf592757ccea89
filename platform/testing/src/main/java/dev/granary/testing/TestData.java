package dev.granary.testing;

import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;
import org.junit.jupiter.api.Assumptions;

/**
 * The conformance data beside the repository, found by the system property {@code granary.testdata}.
 *
 * <p>Where the folder is absent the asking test aborts with a sentence; with {@code granary.testdata.required=true} it
 * fails instead.
 */
public final class TestData {
    private final Path root;

    private TestData(Path root) {
        this.root = root;
    }

    /** Returns the data, or aborts the asking test. */
    public static TestData require() {
        return at(System.getProperty("granary.testdata", ""), Boolean.getBoolean("granary.testdata.required"));
    }

    static TestData at(String folder, boolean required) {
        Path root = Path.of(folder).normalize();
        if (!folder.isEmpty() && Files.isDirectory(root)) {
            return new TestData(root);
        }
        String sentence = "no conformance data at \"" + folder + "\": set the system property granary.testdata";
        if (required) {
            throw new IllegalStateException(sentence);
        }
        return Assumptions.abort(sentence);
    }

    /** The file at {@code relative}, which must exist. */
    public Path file(String relative) {
        Path file = root.resolve(relative).normalize();
        if (!file.startsWith(root) || !Files.isRegularFile(file)) {
            throw new IllegalArgumentException("no file " + relative + " in " + root);
        }
        return file;
    }

    /** Every entry of the archive {@code corpus/corpus.tar.gz}, name to bytes, in the archive's order. */
    public Map<String, byte[]> corpus(String corpus) {
        try (InputStream archive = Files.newInputStream(file(corpus + "/" + corpus + ".tar.gz"))) {
            return TarGzip.unpack(archive);
        } catch (IOException e) {
            throw new UncheckedIOException("corpus " + corpus, e);
        }
    }
}
