package dev.granary.reputation;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

final class ReputationErrorTest {
    private static final Path PAGE =
            Path.of(System.getProperty("granary.root", "../.."), "docs", "operations", "errors.md");

    @ParameterizedTest
    @EnumSource
    void isDocumentedWithItsStatus(ReputationError code) throws IOException {
        // When
        String page = Files.readString(PAGE);

        // Then
        assertThat(page).contains("| `" + code.name() + "` | " + code.status() + " |");
    }
}
