package dev.granary.contracts;

import static org.assertj.core.api.Assertions.assertThat;

import com.google.protobuf.Message;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.Map;
import java.util.Objects;
import org.junit.jupiter.api.Test;

/**
 * Not a test but a tool, which is why its name keeps it out of builds: freezes what was never frozen before, and touches
 * no file that exists. {@code README.md} tells when and how to run it.
 */
class Freeze {
    @Test
    void freezesTheDescriptorOfEachNewTopic() throws IOException {
        for (Topic topic : Topics.ALL) {
            Message event = Objects.requireNonNull(Released.EVENTS.get(topic.messageType()), topic.messageType());
            var set = Released.withImports(event.getDescriptorForType().getFile());
            writeNew(Released.descriptor(topic), set.toByteArray());
        }
        assertThat(Released.folder().resolve("released")).isNotEmptyDirectory();
    }

    @Test
    void writesEachNewGoldenFile() throws IOException {
        for (Map.Entry<String, Message> golden : Golden.files().entrySet()) {
            writeNew(
                    Released.folder().resolve("golden").resolve(golden.getKey()),
                    golden.getValue().toByteArray());
        }
        assertThat(Released.folder().resolve("golden")).isNotEmptyDirectory();
    }

    private static void writeNew(Path path, byte[] content) throws IOException {
        if (Files.exists(path)) {
            return;
        }
        Files.createDirectories(path.getParent());
        Files.write(path, content, StandardOpenOption.CREATE_NEW);
    }
}
