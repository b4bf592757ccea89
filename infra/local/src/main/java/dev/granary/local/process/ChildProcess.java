package dev.granary.local.process;

import static dev.granary.local.LocalError.COMPONENT_FAILED;

import dev.granary.kernel.GranaryException;
import java.io.IOException;
import java.lang.ProcessBuilder.Redirect;
import java.nio.file.Files;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import java.util.stream.Stream;

/**
 * One process that this one started, in a session of its own: a Ctrl-C at the terminal reaches the supervisor only,
 * which then stops its children in order.
 */
public final class ChildProcess {
    private final Process process;

    private ChildProcess(Process process) {
        this.process = process;
    }

    /**
     * Starts the program of {@code launch}.
     *
     * @throws GranaryException COMPONENT_FAILED when that is impossible
     */
    public static ChildProcess start(Launch launch) {
        ProcessBuilder builder = new ProcessBuilder(Stream.concat(OwnSession.PREFIX.stream(), launch.command().stream())
                .toList());
        builder.environment().clear();
        builder.environment().putAll(launch.environment());
        builder.directory(launch.directory().toFile());
        try {
            Files.createDirectories(launch.log().toAbsolutePath().getParent());
            builder.redirectErrorStream(true)
                    .redirectInput(Redirect.from(new java.io.File("/dev/null")))
                    .redirectOutput(Redirect.appendTo(launch.log().toFile()));
            return new ChildProcess(builder.start());
        } catch (IOException e) {
            throw new GranaryException(COMPONENT_FAILED, launch.name() + " could not be started: " + e.getMessage(), e);
        }
    }

    public long pid() {
        return process.pid();
    }

    public ProcessHandle handle() {
        return process.toHandle();
    }

    public boolean isAlive() {
        return process.isAlive();
    }

    /** Completes with the exit code. */
    public CompletableFuture<Integer> onExit() {
        return process.onExit().thenApply(Process::exitValue);
    }

    /** Asks the process to end. */
    public void terminate() {
        process.destroy();
    }

    /** Ends the process and what it started at once, as a crash would. */
    public void kill() {
        List<ProcessHandle> offspring = process.descendants().toList();
        process.destroyForcibly();
        offspring.forEach(ProcessHandle::destroyForcibly);
    }

    /** Returns whether the process ended within {@code atMost}. */
    public boolean awaitExit(Duration atMost) {
        try {
            return process.waitFor(atMost.toMillis(), TimeUnit.MILLISECONDS);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            return !process.isAlive();
        }
    }
}
