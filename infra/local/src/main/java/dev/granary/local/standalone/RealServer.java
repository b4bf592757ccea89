package dev.granary.local.standalone;

import static dev.granary.local.LocalError.COMPONENT_FAILED;

import dev.granary.kernel.GranaryException;
import dev.granary.local.component.Component;
import dev.granary.local.component.Place;
import dev.granary.local.component.Readiness;
import dev.granary.local.component.StackHome;
import dev.granary.local.process.ChildProcess;
import dev.granary.local.process.FreePorts;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Set;
import java.util.concurrent.ThreadLocalRandom;
import java.util.concurrent.locks.LockSupport;
import org.jspecify.annotations.Nullable;

/** One running server and its process. Not for use by more than one thread at a time. */
final class RealServer implements AutoCloseable {
    private static final Duration START_LIMIT = Duration.ofMinutes(1);
    private static final Duration STOP_LIMIT = Duration.ofSeconds(20);
    private static final Duration PAUSE = Duration.ofMillis(50);
    private static final int LOG_LINES = 20;

    private final Component component;
    private final Path log;
    private final Thread atExit = new Thread(this::kill, "stop-real-server");
    private @Nullable ChildProcess process;

    RealServer(Component component, Path log) {
        this.component = component;
        this.log = log;
        Runtime.getRuntime().addShutdownHook(atExit);
    }

    static Place place(Path directory, String name) {
        return new Place(StackHome.locate(), directory.toAbsolutePath(), logOf(directory, name), freePort(Set.of()));
    }

    static Path logOf(Path directory, String name) {
        return directory.toAbsolutePath().resolve(name + ".log");
    }

    static int freePort(Set<Integer> taken) {
        return FreePorts.choose(ThreadLocalRandom.current(), taken);
    }

    /**
     * Starts the server and waits until it is ready. One that ends while it comes up is started again: after a crash
     * the remains of its predecessor may still be going away.
     */
    void start() {
        long limit = System.nanoTime() + START_LIMIT.toNanos();
        while (System.nanoTime() < limit) {
            ChildProcess started = process;
            if (started == null || !started.isAlive()) {
                process = ChildProcess.start(component.prepare());
            }
            if (component.probe() instanceof Readiness.Ready) {
                return;
            }
            LockSupport.parkNanos(PAUSE.toNanos());
        }
        kill();
        throw new GranaryException(
                COMPONENT_FAILED,
                component.name() + " was not ready within " + START_LIMIT + "; the end of " + log + ":\n" + endOfLog());
    }

    /** The process id, for tests that stop or signal the server themselves. */
    long pid() {
        ChildProcess running = process;
        if (running == null) {
            throw new IllegalStateException(component.name() + " does not run");
        }
        return running.pid();
    }

    /** Ends the server at once, without a chance to tidy up (SIGKILL). */
    void kill() {
        ChildProcess running = process;
        if (running != null) {
            running.kill();
            running.awaitExit(STOP_LIMIT);
            process = null;
        }
    }

    /** Ends the server in its own orderly way. */
    void stop() {
        ChildProcess running = process;
        if (running != null) {
            running.terminate();
            running.awaitExit(STOP_LIMIT);
            kill();
        }
    }

    @Override
    public void close() {
        stop();
        try {
            Runtime.getRuntime().removeShutdownHook(atExit);
        } catch (IllegalStateException e) {
            // The JVM is ending: the hook has run or will find nothing to do.
        }
    }

    private String endOfLog() {
        try {
            List<String> lines = Files.readAllLines(log);
            return String.join("\n", lines.subList(Math.max(0, lines.size() - LOG_LINES), lines.size()));
        } catch (IOException e) {
            return "(unreadable: " + e + ")";
        }
    }
}
