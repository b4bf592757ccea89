package dev.granary.local.stack;

import static dev.granary.local.LocalError.ALREADY_RUNNING;
import static dev.granary.local.LocalError.DATA_UNUSABLE;

import dev.granary.kernel.GranaryException;
import java.io.IOException;
import java.nio.channels.FileChannel;
import java.nio.channels.FileLock;
import java.nio.channels.OverlappingFileLockException;
import java.nio.file.StandardOpenOption;
import org.jspecify.annotations.Nullable;

/** The right to run a stack in a folder. The system takes it back when its holder dies, however it dies. */
final class DataLock implements AutoCloseable {
    private final FileChannel channel;

    private DataLock(FileChannel channel) {
        this.channel = channel;
    }

    /** Takes the lock, or throws ALREADY_RUNNING telling who has it. */
    static DataLock take(DataFolder folder) {
        try {
            FileChannel channel =
                    FileChannel.open(folder.run("lock"), StandardOpenOption.CREATE, StandardOpenOption.WRITE);
            if (tryLock(channel) != null) {
                return new DataLock(channel);
            }
            channel.close();
        } catch (IOException e) {
            throw new GranaryException(
                    DATA_UNUSABLE, "the lock of " + folder.path() + " can't be taken: " + e.getMessage(), e);
        }
        throw new GranaryException(ALREADY_RUNNING, sentence(folder));
    }

    private static @Nullable FileLock tryLock(FileChannel channel) throws IOException {
        try {
            return channel.tryLock();
        } catch (OverlappingFileLockException e) {
            return null;
        }
    }

    private static String sentence(DataFolder folder) {
        String where = StackState.read(folder)
                .map(state -> " at " + state.gateway() + " (process "
                        + state.supervisor().pid() + ")")
                .orElse("");
        return "a stack already runs in " + folder.path() + where
                + "; stop it with ./granary down, or choose another folder with --data DIR";
    }

    @Override
    public void close() {
        try {
            channel.close();
        } catch (IOException e) {
            // The lock goes with the process at the latest.
        }
    }
}
