package dev.granary.fetchverify.store;

import static org.assertj.core.api.Assertions.assertThat;

import dev.granary.kernel.PackageCoordinate;
import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** What every implementation of records does. */
public abstract class RecordsConformance {
    private static final PackageCoordinate VERSION = SampleRecords.version("left-pad", "1.3.0");
    private static final ArtifactRecord ARTIFACT =
            SampleRecords.artifact(VERSION, "left-pad/-/left-pad-1.3.0.tgz", "bytes");

    private Records records;

    /** Opens empty records below {@code directory}. */
    protected abstract Records open(Path directory) throws IOException;

    @BeforeEach
    void openRecords(@TempDir Path directory) throws IOException {
        records = open(directory);
    }

    @Test
    void findsAnArtifactWithAllThatIsKnownOfIt() {
        // Given
        records.keepArtifact(ARTIFACT);

        // When
        Optional<ArtifactRecord> found =
                records.findArtifact(ARTIFACT.expectation().file().key());

        // Then
        assertThat(found).contains(ARTIFACT);
    }

    @Test
    void knowsNothingOfOtherKeys() {
        // Given
        records.keepArtifact(ARTIFACT);

        // Then
        assertThat(records.findArtifact("npm/other")).isEmpty();
        assertThat(records.findDocument(ARTIFACT.expectation().file().key())).isEmpty();
        assertThat(records.listArtifacts(SampleRecords.version("left-pad", "1.3.1")))
                .isEmpty();
    }

    @Test
    void replacesAnArtifactOfTheSameKey() {
        // Given
        records.keepArtifact(ARTIFACT);
        ArtifactRecord withoutReceipt = new ArtifactRecord(
                ARTIFACT.expectation(), ARTIFACT.sha256(), ARTIFACT.size(), ARTIFACT.source(), Optional.empty());

        // When
        records.keepArtifact(withoutReceipt);

        // Then
        assertThat(records.findArtifact(ARTIFACT.expectation().file().key())).contains(withoutReceipt);
        assertThat(records.listArtifacts(VERSION)).containsExactly(withoutReceipt);
    }

    @Test
    void listsTheFilesOfOneVersionByPath() {
        // Given
        ArtifactRecord second = SampleRecords.artifact(VERSION, "left-pad/b.whl", "b");
        ArtifactRecord first = SampleRecords.artifact(VERSION, "left-pad/a.whl", "a");
        records.keepArtifact(second);
        records.keepArtifact(first);
        records.keepArtifact(SampleRecords.artifact(SampleRecords.version("left-pad", "2.0.0"), "left-pad/c.whl", "c"));

        // When
        List<ArtifactRecord> listed = records.listArtifacts(VERSION);

        // Then
        assertThat(listed).containsExactly(first, second);
    }

    @Test
    void losesNoFileOfAVersionWhenManyAreKeptAtOnce() throws Exception {
        // Given
        List<Future<?>> keeping = new ArrayList<>();

        // When
        try (ExecutorService threads = Executors.newVirtualThreadPerTaskExecutor()) {
            for (int i = 0; i < 20; i++) {
                ArtifactRecord file = SampleRecords.artifact(VERSION, "left-pad/%02d".formatted(i), "x" + i);
                keeping.add(threads.submit(() -> records.keepArtifact(file)));
            }
        }
        for (Future<?> kept : keeping) {
            kept.get();
        }

        // Then
        assertThat(records.listArtifacts(VERSION)).hasSize(20);
    }

    @Test
    void findsADocumentAsItWasKeptLast() {
        // Given
        records.keepDocument(SampleRecords.document("npm/left-pad", "\"1\""));
        DocumentRecord newer = SampleRecords.document("npm/left-pad", "\"2\"");

        // When
        records.keepDocument(newer);

        // Then
        assertThat(records.findDocument("npm/left-pad")).contains(newer);
    }

    @Test
    void forgetsADocument() {
        // Given
        records.keepDocument(SampleRecords.document("npm/left-pad", "\"1\""));

        // When
        records.forgetDocument("npm/left-pad");
        records.forgetDocument("npm/never-known");

        // Then
        assertThat(records.findDocument("npm/left-pad")).isEmpty();
    }
}
