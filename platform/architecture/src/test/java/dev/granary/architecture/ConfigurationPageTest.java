package dev.granary.architecture;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class ConfigurationPageTest {
    private static final String SOURCE = """
            /** How a sample behaves;
             * at length. */
            @ConfigMapping(prefix = "granary.sample")
            public interface SampleConfig {
                /** Until it ends, as in {@code PT1S}. */
                @WithDefault("PT2S")
                Duration longestWait();

                /** Which one. */
                @WithParentName
                @WithDefault("${other.name:this-that}")
                String name();

                /** Where, if anywhere. */
                Optional<URI> place();

                /** Sent along. */
                Map<String, String> headers();

                /** The folder. */
                Path folder();

                /** Not a key. */
                default SampleSettings settings() {
                    return new SampleSettings(longestWait());
                }
            }
            """;

    @Test
    void tellsNameDefaultAndMeaningOfEachKey(@TempDir Path root) throws IOException {
        // Given
        Path folder = Files.createDirectories(root.resolve("services/sample/src/main/java"));
        Files.createDirectories(root.resolve("platform"));
        Files.writeString(folder.resolve("SampleConfig.java"), SOURCE);

        // When
        String page = ConfigurationPage.write(root);

        // Then
        assertThat(page).endsWith("""

                ## granary.sample

                How a sample behaves; at length.

                | key | default | what |
                |---|---|---|
                | `longest-wait` | `PT2S` | Until it ends, as in `PT1S`. |
                | `granary.sample` | `${other.name:this-that}` | Which one. |
                | `place` | none | Where, if anywhere. |
                | `headers.*` | none | Sent along. |
                | `folder` | must be set | The folder. |
                """);
    }

    @Test
    void thePageOfSettingsIsWhatTheCodeSays() throws IOException {
        CheckedInFile.of("docs/operations/configuration.md")
                .requireSameAs(ConfigurationPage.write(Path.of(System.getProperty("granary.root"))));
    }
}
