package dev.granary.local.stack;

import static org.assertj.core.api.Assertions.assertThat;

import dev.granary.kernel.ByteCount;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class LogLimitTest {
    @TempDir
    Path folder;

    @Test
    void setsAsideOnlyWhatIsTooLong() throws IOException {
        // Given
        Files.writeString(folder.resolve("kafka.log"), "a long log");
        Files.writeString(folder.resolve("redis.log"), "short");

        // When
        new LogLimit(folder, ByteCount.of(5)).apply();

        // Then
        assertThat(folder.resolve("kafka.log")).isEmptyFile();
        assertThat(folder.resolve("kafka.log.1")).hasContent("a long log");
        assertThat(folder.resolve("redis.log")).hasContent("short");
        assertThat(folder.resolve("redis.log.1")).doesNotExist();
    }

    @Test
    void showsTheEndOfALog() throws IOException {
        // Given
        Path log = Files.writeString(folder.resolve("kafka.log"), "one\ntwo\nthree\n");

        // Then
        assertThat(LogLimit.lastLines(log, 2)).containsExactly("two", "three");
        assertThat(LogLimit.lastLines(folder.resolve("none.log"), 2)).isEmpty();
    }
}
