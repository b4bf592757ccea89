package dev.granary.local.process;

import static dev.granary.local.LocalError.COMPONENT_FAILED;

import dev.granary.kernel.GranaryException;
import java.io.IOException;
import java.lang.ProcessBuilder.Redirect;
import java.nio.file.Files;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.TimeUnit;
import java.util.function.IntConsumer;
import java.util.stream.Stream;

/**
 * One process that this one started, in a session of its own: a Ctrl-C at the terminal reaches the supervisor only,
 * which then stops its children in order.
 */
public final class ChildProcess {
    private static final Duration SIGNAL_LIMIT = Duration.ofSeconds(5);

    private final Process process;
    private final Launch.StopSignal stopSignal;

    private ChildProcess(Process process, Launch.StopSignal stopSignal) {
        this.process = process;
        this.stopSignal = stopSignal;
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
            return new ChildProcess(builder.start(), launch.stopSignal());
        } catch (IOException e) {
            throw new GranaryException(COMPONENT_FAILED, launch.name() + " could not be started: " + e.getMessage(), e);
        }
    }

    public long pid() {
        return process.pid();
    }

    public boolean isAlive() {
        return process.isAlive();
    }

    /** Calls {@code listener} with the exit code, on a thread of the system's; at once if the process has ended. */
    @SuppressWarnings("FutureReturnValueIgnored") // the listener is all that is wanted of it
    public void whenEnded(IntConsumer listener) {
        process.onExit().thenAccept(ended -> listener.accept(ended.exitValue()));
    }

    /** The exit code of a process that has ended. */
    public int exitCode() {
        return process.exitValue();
    }

    /** Asks the process to end. */
    public void terminate() {
        List<String> interrupt = List.of("/bin/sh", "-c", "kill -s INT " + process.pid());
        if (stopSignal == Launch.StopSignal.TERMINATE || !Programs.succeeds(interrupt, SIGNAL_LIMIT)) {
            process.destroy();
        }
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
