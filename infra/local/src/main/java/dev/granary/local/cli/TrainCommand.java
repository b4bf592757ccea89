package dev.granary.local.cli;

import static dev.granary.local.LocalError.COMPONENT_FAILED;

import dev.granary.kernel.Ecosystem;
import dev.granary.kernel.GranaryException;
import dev.granary.local.component.StackHome;
import dev.granary.local.process.FreePorts;
import dev.granary.local.settings.NetworkSettings;
import dev.granary.local.settings.SaidSettings;
import dev.granary.local.settings.UpstreamSetting;
import dev.granary.local.settings.UpstreamUrl;
import dev.granary.local.stack.DataFolder;
import dev.granary.local.stack.Stack;
import dev.granary.local.stack.UpRequest;
import dev.granary.local.training.SampleInstalls;
import dev.granary.local.training.SampleRegistry;
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
 * {@code train}: brings a stack up in a folder of its own and installs made-up packages through it, so that the JVM
 * learns how to start each program and to answer its first requests faster. {@code ./granary} calls it after a build.
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
            try (SampleRegistry registry = SampleRegistry.start(folder)) {
                Stack.inTraining(home, out, SampleInstalls::run).run(request(folder, registry));
                home.aotCache().finish();
            } finally {
                delete(folder);
            }
        } catch (IOException e) {
            throw new GranaryException(COMPONENT_FAILED, "no training: " + caches + " can't be written: " + e, e);
        }
        return 0;
    }

    private static UpRequest request(Path folder, SampleRegistry registry) {
        int port = FreePorts.choose(ThreadLocalRandom.current(), Set.of());
        UpstreamSetting upstream = UpstreamSetting.of(new Ecosystem("npm"), UpstreamUrl.parse(registry.url()))
                .allowingPrivate();
        NetworkSettings network = new NetworkSettings(
                Optional.empty(),
                Optional.of(List.of(UpstreamUrl.parse(registry.url()).host())),
                Optional.of(registry.certificate()),
                Optional.of(false));
        SaidSettings settings = new SaidSettings(Optional.empty(), List.of(upstream), network);
        return new UpRequest(DataFolder.of(folder), FreePorts.LOOPBACK, port, settings, Optional.empty());
    }

    private static void delete(Path folder) throws IOException {
        try (Stream<Path> files = Files.walk(folder)) {
            for (Path file : files.sorted(Comparator.reverseOrder()).toList()) {
                Files.deleteIfExists(file);
            }
        }
    }
}
