package dev.granary.local.stack;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

import dev.granary.kernel.GranaryException;
import dev.granary.local.LocalError;
import dev.granary.local.process.ChildProcess;
import dev.granary.local.process.Launch;
import java.io.IOException;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class DataLockTest {
    @TempDir
    Path folder;

    private DataFolder data = DataFolder.of(Path.of(""));

    @BeforeEach
    void prepare() {
        data = DataFolder.of(folder.resolve("data"));
        data.prepare();
    }

    @Test
    void isHeldByOneUntilItIsClosed() {
        // Given
        DataLock held = DataLock.take(data);

        // When
        assertThatExceptionOfType(GranaryException.class)
                .isThrownBy(() -> DataLock.take(data))
                .satisfies(refusal -> assertThat(refusal.code()).isEqualTo(LocalError.ALREADY_RUNNING))
                .withMessageContaining("a stack already runs in " + data.path());
        held.close();

        // Then
        DataLock.take(data).close();
    }

    @Test
    void theLedgerFindsOnlyProcessesOfTheSameBirth() throws IOException {
        // Given
        ChildProcess ours = ChildProcess.start(new Launch(
                "sleeper", List.of("/bin/sh", "-c", "exec sleep 60"), Map.of(), folder, folder.resolve("log")));
        ProcessLedger ledger = new ProcessLedger(data);
        ledger.onStarted("sleeper", ours.pid());
        ledger.write();
        String line = java.nio.file.Files.readString(data.run("processes"));
        String stranger = "stranger " + ProcessHandle.current().pid() + " another-boot:1\n";
        java.nio.file.Files.writeString(data.run("processes"), line + stranger);

        // When
        List<String> ended = new ProcessLedger(data).endOrphans();

        // Then
        assertThat(ended).containsExactly("sleeper");
        assertThat(ours.awaitExit(Duration.ofSeconds(10))).isTrue();
        assertThat(new ProcessLedger(data).endOrphans()).isEmpty();
    }
}
