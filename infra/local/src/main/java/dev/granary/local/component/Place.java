package dev.granary.local.component;

import static dev.granary.local.LocalError.DATA_UNUSABLE;

import dev.granary.kernel.GranaryException;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.function.IntSupplier;

/**
 * Where one component keeps its things.
 *
 * @param home the build's servers
 * @param data the component's own folder
 * @param log the file that takes its output
 * @param listens the port where it listens from its next start on
 */
public record Place(StackHome home, Path data, Path log, IntSupplier listens) {
    /** A place whose port stays. */
    public Place(StackHome home, Path data, Path log, int port) {
        this(home, data, log, () -> port);
    }

    /** Where it listens. */
    public int port() {
        return listens.getAsInt();
    }

    /** Creates the component's folder if need be and returns it. */
    Path directory() {
        return directory(data);
    }

    static Path directory(Path folder) {
        try {
            return Files.createDirectories(folder);
        } catch (IOException e) {
            throw new GranaryException(DATA_UNUSABLE, "the folder " + folder + " can't be created: " + e, e);
        }
    }

    /** Replaces {@code file} as a whole. */
    static void write(Path file, String text) {
        try {
            Files.writeString(file, text);
        } catch (IOException e) {
            throw new GranaryException(DATA_UNUSABLE, file + " can't be written: " + e, e);
        }
    }
}
