package dev.granary.fetchverify.disk;

import java.io.IOException;
import java.nio.channels.FileChannel;
import java.nio.file.DirectoryStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.concurrent.atomic.AtomicLong;

/** Names for files that nobody may see yet, in a directory whose leftovers are swept at start. */
final class TemporaryFiles {
    private final Path directory;
    private final Opener opener;
    private final AtomicLong next = new AtomicLong();

    /** Opens a new file for writing. */
    @FunctionalInterface
    interface Opener {
        FileChannel open(Path file) throws IOException;
    }

    TemporaryFiles(Path directory) throws IOException {
        this(directory, file -> FileChannel.open(file, StandardOpenOption.CREATE_NEW, StandardOpenOption.WRITE));
    }

    /**
     * Opens the directory and removes what an earlier process left.
     *
     * @throws IOException when it can't be created or read
     */
    TemporaryFiles(Path directory, Opener opener) throws IOException {
        this.directory = directory;
        this.opener = opener;
        DurableFiles.createDirectories(directory);
        try (DirectoryStream<Path> leftovers = Files.newDirectoryStream(directory)) {
            for (Path leftover : leftovers) {
                Files.deleteIfExists(leftover);
            }
        }
    }

    /** A name that is not in use. */
    Path next() {
        return directory.resolve(next.getAndIncrement() + ".tmp");
    }

    /** Opens a new file for writing. */
    FileChannel open(Path file) throws IOException {
        return opener.open(file);
    }
}
