package dev.granary.local.stack;

import static org.assertj.core.api.Assertions.assertThat;

import dev.granary.local.process.ProcessIdentity;
import dev.granary.local.stack.StackState.ComponentStatus;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class StackStateTest {
    private static final ProcessIdentity SELF =
            ProcessIdentity.of(ProcessHandle.current().pid()).orElseThrow();

    @TempDir
    Path folder;

    @Test
    void readsWhatItWrote() throws IOException {
        // Given
        DataFolder data = DataFolder.of(folder.resolve("data"));
        data.prepare();
        StackState state = new StackState(
                SELF,
                "http://127.0.0.1:8080",
                true,
                List.of(new ComponentStatus("kafka", "ready", 7, 9092, "a = b: \"c\"\nd")));

        // When
        state.write(data);

        // Then
        assertThat(StackState.read(data)).contains(state);
        assertThat(state.seenNow()).isEqualTo(state);
    }

    @Test
    void aStateWhoseSupervisorIsGoneIsNotReady() {
        // Given
        long self = SELF.pid();
        StackState state = new StackState(
                new ProcessIdentity(self, "born at another time"),
                "",
                true,
                List.of(
                        new ComponentStatus("kafka", "ready", self, 1, ""),
                        new ComponentStatus("redis", "ready", 0, 2, "")));

        // When
        StackState seen = state.seenNow();

        // Then
        assertThat(seen.ready()).isFalse();
        assertThat(seen.components()).extracting(ComponentStatus::state).containsExactly("unsupervised", "stopped");
    }

    @Test
    void aFileThatIsDamagedIsAsGoodAsNone() throws IOException {
        // Given
        DataFolder data = DataFolder.of(folder.resolve("data"));
        data.prepare();
        Files.writeString(data.run("state"), "components=kafka\nkafka.pid=many\n");

        // Then
        assertThat(StackState.read(data)).isEmpty();
    }
}
