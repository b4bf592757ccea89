package dev.granary.fetchverify.disk;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.StandardOpenOption;
import java.util.Locale;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/** What it takes for a file to be there after the power failed. */
final class DurableFiles {
    private DurableFiles() {}

    /** Creates {@code directory} and its parents, and makes their names durable. */
    static void createDirectories(Path directory) throws IOException {
        if (Files.isDirectory(directory)) {
            return;
        }
        Path parent = directory.toAbsolutePath().getParent();
        if (parent != null) {
            createDirectories(parent);
        }
        Files.createDirectories(directory);
        if (parent != null) {
            syncDirectory(parent);
        }
    }

    /** Makes the names in {@code directory} durable. */
    static void syncDirectory(Path directory) throws IOException {
        try (FileChannel channel = FileChannel.open(directory, StandardOpenOption.READ)) {
            channel.force(true);
        }
    }

    /** Writes a small file whole: through {@code temporary}, which is gone afterwards, to {@code target}. */
    static void replace(Path temporary, Path target, ByteBuffer bytes, Durability durability) throws IOException {
        try {
            try (FileChannel channel =
                    FileChannel.open(temporary, StandardOpenOption.CREATE_NEW, StandardOpenOption.WRITE)) {
                while (bytes.hasRemaining()) {
                    channel.write(bytes);
                }
                if (durability == Durability.SYNCED) {
                    channel.force(true);
                }
            }
            Path parent = target.toAbsolutePath().getParent();
            if (parent != null) {
                createDirectories(parent);
            }
            Files.move(temporary, target, StandardCopyOption.ATOMIC_MOVE, StandardCopyOption.REPLACE_EXISTING);
            if (parent != null && durability == Durability.SYNCED) {
                syncDirectory(parent);
            }
        } finally {
            Files.deleteIfExists(temporary);
        }
    }

    /** Reads a small file whole; empty when there is none. */
    static Optional<byte[]> read(Path file) throws IOException {
        try {
            return Optional.of(Files.readAllBytes(file));
        } catch (NoSuchFileException e) {
            return Optional.empty();
        }
    }

    /** Whether {@code failure} says that the disk, or the user's share of it, is full. */
    static boolean isDiskFull(@Nullable Throwable failure) {
        for (Throwable cause = failure; cause != null; cause = cause.getCause()) {
            String message =
                    cause.getMessage() == null ? "" : cause.getMessage().toLowerCase(Locale.ROOT);
            if (message.contains("no space left") || message.contains("quota exceeded")) {
                return true;
            }
        }
        return false;
    }

    /** What a write promises. */
    enum Durability {
        /** Survives a crash of the process. */
        WRITTEN,
        /** Survives a power failure too. */
        SYNCED
    }
}
