package dev.granary.fetchverify.disk;

import static org.assertj.core.api.Assertions.assertThat;

import dev.granary.fetchverify.store.ArtifactRecord;
import dev.granary.fetchverify.store.SampleRecords;
import dev.granary.kernel.PackageCoordinate;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class DiskRecordsTest {
    private static final PackageCoordinate VERSION = SampleRecords.version("left-pad", "1.3.0");
    private static final ArtifactRecord ARTIFACT =
            SampleRecords.artifact(VERSION, "left-pad/-/left-pad-1.3.0.tgz", "bytes");
    private static final String KEY = ARTIFACT.expectation().file().key();

    @TempDir
    private Path directory;

    private DiskRecords records;

    @BeforeEach
    void openRecords() throws IOException {
        records = new DiskRecords(directory);
    }

    @Test
    void remembersAfterARestart() throws IOException {
        // Given
        records.keepArtifact(ARTIFACT);

        // When
        DiskRecords restarted = new DiskRecords(directory);

        // Then
        assertThat(restarted.findArtifact(KEY)).contains(ARTIFACT);
        assertThat(restarted.listArtifacts(VERSION)).containsExactly(ARTIFACT);
    }

    @ParameterizedTest(name = "at byte {0}")
    @ValueSource(ints = {0, 5, 9, 13, 100})
    void setsADamagedRecordAside(int position) throws IOException {
        // Given
        records.keepArtifact(ARTIFACT);
        Path file = files("artifact").getFirst();
        byte[] bytes = Files.readAllBytes(file);
        bytes[position] ^= 1;
        Files.write(file, bytes);

        // When
        Optional<ArtifactRecord> found = records.findArtifact(KEY);

        // Then
        assertThat(found).isEmpty();
        assertThat(records.corrupt()).isOne();
        assertThat(files("artifact")).hasSize(1).allMatch(f -> f.toString().endsWith(".corrupt"));
        assertThat(records.listArtifacts(VERSION)).isEmpty();
    }

    @Test
    void setsATornRecordAside() throws IOException {
        // Given
        records.keepDocument(SampleRecords.document("npm/left-pad", ""));
        Path file = files("document").getFirst();
        Files.write(file, Arrays.copyOf(Files.readAllBytes(file), 20));

        // Then
        assertThat(records.findDocument("npm/left-pad")).isEmpty();
        assertThat(records.corrupt()).isOne();
    }

    @Test
    void refusesARecordUnderTheNameOfAnother() throws IOException {
        // Given
        records.keepArtifact(ARTIFACT);
        Path right = files("artifact").getFirst();
        ArtifactRecord other = SampleRecords.artifact(VERSION, "left-pad/other.tgz", "other");
        records.keepArtifact(other);
        Path wrong = files("artifact").stream()
                .filter(file -> !file.equals(right))
                .findFirst()
                .orElseThrow();
        Files.copy(right, wrong, StandardCopyOption.REPLACE_EXISTING);

        // Then
        assertThat(records.findArtifact(other.expectation().file().key())).isEmpty();
        assertThat(records.corrupt()).isOne();
    }

    @Test
    void keepsARecordAgainAfterItWasSetAside() throws IOException {
        // Given
        records.keepArtifact(ARTIFACT);
        Files.write(files("artifact").getFirst(), new byte[0]);
        records.findArtifact(KEY);

        // When
        records.keepArtifact(ARTIFACT);

        // Then
        assertThat(records.findArtifact(KEY)).contains(ARTIFACT);
    }

    private List<Path> files(String kind) throws IOException {
        try (Stream<Path> files = Files.walk(directory.resolve(kind))) {
            return files.filter(Files::isRegularFile).toList();
        }
    }
}
