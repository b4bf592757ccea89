package dev.granary.architecture;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class CheckedInFileTest {
    @TempDir
    private Path folder = Path.of("");

    @AfterEach
    void stopAccepting() {
        System.clearProperty("granary.accept");
    }

    @Test
    void anEqualFilePassesWhateverItsLineEnds() throws IOException {
        // Given
        Path reviewed = Files.writeString(folder.resolve("api.yaml"), "a\r\nb\n");

        // When
        new CheckedInFile(reviewed).requireSameAs("a\nb\n");

        // Then
        assertThat(reviewed).hasContent("a\nb");
    }

    @Test
    void aDifferentFileFailsAndSaysHowToAcceptIt() throws IOException {
        // Given
        Path reviewed = Files.writeString(folder.resolve("api.yaml"), "a\nold\nz\n");

        // Then
        assertThatThrownBy(() -> new CheckedInFile(reviewed).requireSameAs("a\nnew\nz\n"))
                .isInstanceOf(AssertionError.class)
                .hasMessageContaining("from line 2:\n- old\n+ new\n")
                .hasMessageContaining("-Dgranary.accept=true");
        assertThat(reviewed).hasContent("a\nold\nz");
    }

    @Test
    void anAbsentFileDiffersFromAnyThing() {
        assertThatThrownBy(() -> new CheckedInFile(folder.resolve("absent.yaml")).requireSameAs("a\n"))
                .isInstanceOf(AssertionError.class)
                .hasMessageContaining("+ a\n");
    }

    @Test
    void anAcceptedFileIsWritten() {
        // Given
        System.setProperty("granary.accept", "true");
        Path reviewed = folder.resolve("openapi/api.yaml");

        // When
        new CheckedInFile(reviewed).requireSameAs("a\n");

        // Then
        assertThat(reviewed).hasContent("a");
    }
}
