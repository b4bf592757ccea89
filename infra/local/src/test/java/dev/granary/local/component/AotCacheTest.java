package dev.granary.local.component;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.FileTime;
import java.time.Duration;
import java.time.Instant;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class AotCacheTest {
    @TempDir
    Path folder;

    private Path program = Path.of("");

    @BeforeEach
    void makeProgram() throws IOException {
        program = Files.createFile(folder.resolve("program.jar"));
        Files.setLastModifiedTime(program, FileTime.from(Instant.now().minus(Duration.ofHours(1))));
    }

    @Test
    void withoutTrainingThereIsNothingToUse() {
        assertThat(new AotCache(folder, false).options("kafka", program)).isEmpty();
    }

    @Test
    void whatATrainingRunWroteIsUsedOnceItIsFinished() throws IOException {
        // Given
        String written = new AotCache(folder, true).options("kafka", program).getFirst();
        Path unfinished = Path.of(written.substring(written.indexOf('=') + 1));
        Files.createFile(unfinished);
        boolean usedTooEarly =
                !new AotCache(folder, false).options("kafka", program).isEmpty();

        // When
        new AotCache(folder, true).finish();

        // Then
        assertThat(written).startsWith("-XX:AOTCacheOutput=" + folder.resolve("kafka-"));
        assertThat(usedTooEarly).isFalse();
        assertThat(new AotCache(folder, false).options("kafka", program))
                .contains("-XX:AOTCache=" + folder.resolve("kafka-" + Runtime.version() + ".aot"));
    }

    @Test
    void aCacheOlderThanItsProgramIsNotUsedAndWrittenAnew() throws IOException {
        // Given
        Files.createFile(folder.resolve("kafka-" + Runtime.version() + ".aot"));
        Files.setLastModifiedTime(program, FileTime.from(Instant.now().plus(Duration.ofHours(1))));

        // Then
        assertThat(new AotCache(folder, false).options("kafka", program)).isEmpty();
        assertThat(new AotCache(folder, true).options("kafka", program).getFirst())
                .startsWith("-XX:AOTCacheOutput=");
    }
}
