package dev.granary.local.stack;

import static dev.granary.local.LocalError.DATA_UNUSABLE;

import dev.granary.kernel.GranaryException;
import dev.granary.local.process.ProcessIdentity;
import java.io.IOException;
import java.nio.file.Files;
import java.time.Duration;
import java.util.List;
import java.util.Optional;

/** A stack seen from another process. */
public record RunningStack(DataFolder folder) {
    private static final Duration PATIENCE = Duration.ofSeconds(100);

    /** How a stack came to its end. */
    public enum End {
        /** Its supervisor stopped everything in order. */
        STOPPED,
        /** Its supervisor had to be killed, and what it left with it. */
        KILLED,
        /** Its supervisor was gone; what it had left running was ended. */
        ORPHANS,
        /** There was nothing to stop. */
        NOTHING
    }

    /** Stops it and returns when nothing of it runs any more. */
    public End stop() {
        Optional<ProcessIdentity> supervisor =
                StackState.read(folder).map(StackState::supervisor).filter(ProcessIdentity::isAlive);
        if (supervisor.isEmpty()) {
            return endOrphans() ? End.ORPHANS : End.NOTHING;
        }
        supervisor.get().findAlive().ifPresent(ProcessHandle::destroy);
        if (ProcessIdentity.awaitEnd(List.of(supervisor.get()), PATIENCE)) {
            return End.STOPPED;
        }
        supervisor.get().findAlive().ifPresent(ProcessHandle::destroyForcibly);
        endOrphans();
        return End.KILLED;
    }

    private boolean endOrphans() {
        if (!Files.isDirectory(folder.path().resolve("run"))) {
            return false;
        }
        try (DataLock _ = DataLock.take(folder)) {
            return !new ProcessLedger(folder).endOrphans().isEmpty();
        } catch (IOException e) {
            throw new GranaryException(
                    DATA_UNUSABLE, folder.path() + " can't be tidied up: " + DataFolder.sentence(e), e);
        }
    }
}
