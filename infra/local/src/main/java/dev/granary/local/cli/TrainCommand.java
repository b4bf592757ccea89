package dev.granary.local.cli;

import static dev.granary.local.LocalError.COMPONENT_FAILED;

import dev.granary.kernel.GranaryException;
import dev.granary.local.component.StackHome;
import dev.granary.local.process.FreePorts;
import dev.granary.local.settings.SaidSettings;
import dev.granary.local.stack.DataFolder;
import dev.granary.local.stack.Stack;
import dev.granary.local.stack.UpRequest;
import java.io.IOException;
import java.io.PrintStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.Callable;
import java.util.concurrent.ThreadLocalRandom;
import java.util.stream.Stream;
import picocli.CommandLine.Command;

/**
 * {@code train}: brings a stack up and down in a folder of its own, so that the JVM learns how to start each program
 * faster. {@code ./granary} calls it after a build.
 */
@Command(name = "train", hidden = true, description = "Let the JVM learn to start the stack faster.")
final class TrainCommand implements Callable<Integer> {
    private final PrintStream out;

    TrainCommand(PrintStream out) {
        this.out = out;
    }

    @Override
    public Integer call() {
        StackHome home = StackHome.locate().forTraining();
        Path caches = home.aotCache().folder();
        try {
            Files.createDirectories(caches);
            Path folder = Files.createTempDirectory(caches, "training");
            try {
                new Stack(home, List.of(), out).run(request(folder));
                home.aotCache().finish();
            } finally {
                delete(folder);
            }
        } catch (IOException e) {
            throw new GranaryException(COMPONENT_FAILED, "no training: " + caches + " can't be written: " + e, e);
        }
        return 0;
    }

    private static UpRequest request(Path folder) {
        int port = FreePorts.choose(ThreadLocalRandom.current(), Set.of());
        return new UpRequest(DataFolder.of(folder), FreePorts.LOOPBACK, port, SaidSettings.NOTHING, Optional.empty());
    }

    private static void delete(Path folder) throws IOException {
        try (Stream<Path> files = Files.walk(folder)) {
            for (Path file : files.sorted(Comparator.reverseOrder()).toList()) {
                Files.deleteIfExists(file);
            }
        }
    }
}
