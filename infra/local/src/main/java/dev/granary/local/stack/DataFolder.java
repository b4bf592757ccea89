package dev.granary.local.stack;

import static dev.granary.local.LocalError.DATA_UNUSABLE;

import dev.granary.kernel.ByteCount;
import dev.granary.kernel.GranaryException;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.attribute.PosixFilePermissions;

/**
 * The folder of one stack. Only its owner may look inside: it holds passwords and what the services stored.
 *
 * @param path absolute
 */
public record DataFolder(Path path) {
    /** Room that the servers need to come up at all. */
    private static final ByteCount LEAST_ROOM = ByteCount.ofMebibytes(256);

    public static DataFolder of(Path path) {
        return new DataFolder(path.toAbsolutePath().normalize());
    }

    public Path logs() {
        return path.resolve("logs");
    }

    /** The output of one component, or of the supervisor. */
    public Path log(String name) {
        return logs().resolve(name + ".log");
    }

    public Path component(String name) {
        return path.resolve(name);
    }

    public Path endpoints() {
        return path.resolve("endpoints.json");
    }

    /** The settings that the person may write. */
    public Path settings() {
        return path.resolve("granary.toml");
    }

    /** The settings as they came out of all sources, for the gateway. */
    public Path effectiveSettings() {
        return component("fetch-verify").resolve("granary.toml");
    }

    Path run(String name) {
        return path.resolve("run").resolve(name);
    }

    /**
     * Creates what is missing and proves that there is room to write.
     *
     * @throws GranaryException DATA_UNUSABLE with the reason
     */
    public void prepare() {
        try {
            if (!Files.exists(path)) {
                Files.createDirectories(
                        path, PosixFilePermissions.asFileAttribute(PosixFilePermissions.fromString("rwx------")));
            }
            Files.createDirectories(path.resolve("run"));
            Files.createDirectories(logs());
            proveWritable();
        } catch (IOException e) {
            requireRoom(); // a disk without a single free block is no question of rights
            throw unusable(e);
        }
        requireRoom();
    }

    private void requireRoom() {
        ByteCount room;
        try {
            room = ByteCount.of(Files.getFileStore(path).getUsableSpace());
        } catch (IOException e) {
            throw unusable(e);
        }
        if (room.compareTo(LEAST_ROOM) < 0) {
            throw new GranaryException(
                    DATA_UNUSABLE,
                    "the disk of " + path + " is full: " + room.value() / 1024 / 1024
                            + " MiB are free, the stack needs at least " + LEAST_ROOM.value() / 1024 / 1024);
        }
    }

    /**
     * Makes sure that what is inside may be looked at; a folder that does not exist is fine.
     *
     * @throws GranaryException DATA_UNUSABLE when it belongs to somebody else
     */
    public void requireReadable() {
        if (Files.exists(path) && !(Files.isReadable(path) && Files.isExecutable(path))) {
            throw new GranaryException(DATA_UNUSABLE, "you have no permission to look into the data folder " + path);
        }
    }

    private void proveWritable() throws IOException {
        Path proof = Files.createTempFile(path.resolve("run"), "proof", "");
        Files.write(proof, new byte[4096]);
        Files.delete(proof);
    }

    private GranaryException unusable(IOException cause) {
        return new GranaryException(
                DATA_UNUSABLE,
                "the data folder " + path + " can't be used: " + sentence(cause)
                        + "; choose another with --data DIR or give yourself the right to write there",
                cause);
    }

    /** Says in words what the JDK says by the type of the exception. */
    static String sentence(IOException cause) {
        String message = String.valueOf(cause.getMessage());
        return switch (cause) {
            case java.nio.file.AccessDeniedException _ -> "no permission for " + message;
            case java.nio.file.FileAlreadyExistsException _ -> message + " is not a folder";
            case java.nio.file.NoSuchFileException _ -> message + " does not exist";
            default -> message;
        };
    }

    /** Replaces {@code file} as a whole: whoever reads it sees the old text or the new one. */
    static void replace(Path file, String text) throws IOException {
        Path fresh = file.resolveSibling(file.getFileName() + ".new");
        Files.deleteIfExists(fresh);
        Files.createFile(fresh, PosixFilePermissions.asFileAttribute(PosixFilePermissions.fromString("rw-------")));
        Files.writeString(fresh, text);
        Files.move(fresh, file, StandardCopyOption.ATOMIC_MOVE, StandardCopyOption.REPLACE_EXISTING);
    }
}
