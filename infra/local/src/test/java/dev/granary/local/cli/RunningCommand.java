package dev.granary.local.cli;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.TimeUnit;

/** One call of the launcher as a process of its own, and what it said. */
final class RunningCommand {
    private static final Duration LIMIT = Duration.ofSeconds(100);

    private final Process process;
    private final Path output;

    private RunningCommand(Process process, Path output) {
        this.process = process;
        this.output = output;
    }

    /** What one call ended with; {@code output} has both streams. */
    record Ended(int code, String output) {}

    static RunningCommand start(Path root, Map<String, String> environment, List<String> prefix, String... arguments)
            throws IOException {
        List<String> command = new ArrayList<>(prefix);
        command.addAll(List.of(
                Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                "-XX:TieredStopAtLevel=1",
                "-XX:+UseSerialGC",
                "-Dgranary.root=" + root,
                "-jar",
                root.resolve("infra/local/target/granary-local.jar").toString()));
        command.addAll(List.of(arguments));
        Path output = Files.createTempFile("granary-command", ".out");
        ProcessBuilder builder =
                new ProcessBuilder(command).redirectErrorStream(true).redirectOutput(output.toFile());
        builder.environment().putAll(environment);
        return new RunningCommand(builder.start(), output);
    }

    static Ended run(Path root, Map<String, String> environment, String... arguments)
            throws IOException, InterruptedException {
        return start(root, environment, List.of(), arguments).await();
    }

    long pid() {
        return process.pid();
    }

    boolean isAlive() {
        return process.isAlive();
    }

    /** What it has said so far. */
    String output() throws IOException {
        return Files.readString(output, StandardCharsets.UTF_8);
    }

    Ended await() throws IOException, InterruptedException {
        if (!process.waitFor(LIMIT.toSeconds(), TimeUnit.SECONDS)) {
            process.destroyForcibly();
            throw new IllegalStateException("did not end within " + LIMIT + ": " + output());
        }
        String said = output();
        Files.delete(output);
        return new Ended(process.exitValue(), said);
    }

    /** Ends it as Ctrl-C or the system would. */
    void terminate() {
        process.destroy();
    }
}
