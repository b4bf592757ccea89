package dev.granary.e2e.client;

import dev.granary.e2e.process.CommandLine;
import dev.granary.e2e.process.Finished;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.Assumptions;

/**
 * Clients that the machine does not have: installed once, of an exact version, by the npm on the machine with its own
 * settings, into the build's output folder.
 */
final class ClientPrograms {
    private static final Path FOLDER = Path.of("target", "clients").toAbsolutePath();

    private ClientPrograms() {}

    /** Where {@code script} of the package lies; aborts the asking test where npm cannot install it. */
    static synchronized Path require(String name, String version, String script) {
        Path folder = FOLDER.resolve(name + "-" + version);
        Path program = folder.resolve("node_modules").resolve(name).resolve(script);
        if (Files.isRegularFile(program)) {
            return program;
        }
        Finished installed = install(folder, name + "@" + version);
        if (!installed.succeeded() || !Files.isRegularFile(program)) {
            return Assumptions.abort(name + " " + version + " could not be installed by this machine's npm: "
                    + lastLine(installed.output()));
        }
        return program;
    }

    private static Finished install(Path folder, String wanted) {
        try {
            Files.createDirectories(folder);
            Files.writeString(folder.resolve("package.json"), "{\"private\":true}");
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
        return CommandLine.ofMachine(
                        folder, List.of("npm", "install", "--save-exact", "--no-audit", "--no-fund", wanted))
                .run();
    }

    private static String lastLine(String output) {
        return output.lines().filter(line -> !line.isBlank()).reduce("", (first, second) -> second);
    }
}
