package dev.granary.fetchverify.disk;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.BasicFileAttributes;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class DiskSightingsTest {
    private static final Instant FIRST = Instant.parse("2026-01-02T03:04:05Z");
    private static final Instant LATER = FIRST.plusSeconds(100_000);

    @TempDir
    private Path directory;

    @Test
    void remembersAfterARestart() throws IOException {
        // Given
        new DiskSightings(directory).see("npm/p", Set.of("1.0.0"), FIRST);

        // When
        Map<String, Instant> seen = new DiskSightings(directory).see("npm/p", Set.of("1.0.0"), LATER);

        // Then
        assertThat(seen).isEqualTo(Map.of("1.0.0", FIRST));
    }

    @Test
    void whatADamagedFileToldOfIsNewAgain() throws IOException {
        // Given
        DiskSightings sightings = new DiskSightings(directory);
        sightings.see("npm/p", Set.of("1.0.0"), FIRST);
        Path file = files().getFirst();
        byte[] bytes = Files.readAllBytes(file);
        bytes[bytes.length - 1] ^= 1;
        Files.write(file, bytes);

        // When
        Map<String, Instant> seen = sightings.see("npm/p", Set.of("1.0.0"), LATER);

        // Then
        assertThat(seen).isEqualTo(Map.of("1.0.0", LATER));
        assertThat(files()).anyMatch(f -> f.toString().endsWith(".corrupt"));
    }

    @Test
    void writesNothingWhereNothingIsNew() throws IOException {
        // Given
        DiskSightings sightings = new DiskSightings(directory);
        sightings.see("npm/p", Set.of("1.0.0"), FIRST);
        Object written = fileKey();

        // When
        sightings.see("npm/p", Set.of("1.0.0"), LATER);
        sightings.see("npm/q", Set.of(), LATER);

        // Then
        assertThat(files()).hasSize(1);
        assertThat(fileKey()).isEqualTo(written);
    }

    /** Another one whenever the file was written anew. */
    private Object fileKey() throws IOException {
        return Files.readAttributes(files().getFirst(), BasicFileAttributes.class)
                .fileKey();
    }

    private List<Path> files() throws IOException {
        try (Stream<Path> files = Files.walk(directory.resolve("document"))) {
            return files.filter(Files::isRegularFile).toList();
        }
    }
}
