package dev.granary.local.cli;

import dev.granary.local.component.JavaRuntime;
import dev.granary.local.component.StackHome;
import dev.granary.local.process.ChildProcess;
import dev.granary.local.process.Launch;
import dev.granary.local.stack.StackState;
import dev.granary.local.stack.UpRequest;
import java.io.IOException;
import java.io.PrintStream;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.locks.LockSupport;

/** Starts the supervisor as a process of its own, shows what it says, and returns once the stack is ready. */
final class Detached {
    static final String LOG = "supervisor";
    private static final Duration PAUSE = Duration.ofMillis(100);
    private static final int HEAP_MEBIBYTES = 64;

    private final StackHome home;
    private final UpRequest request;
    private final PrintStream out;

    Detached(StackHome home, UpRequest request, PrintStream out) {
        this.home = home;
        this.request = request;
        this.out = out;
    }

    /** Returns 0, or the supervisor's own exit code if it gave up. */
    int start(List<String> arguments) {
        request.folder().prepare();
        Path log = request.folder().log(LOG);
        try (LogFollower follower = LogFollower.fromEnd(log)) {
            ChildProcess supervisor = ChildProcess.start(launch(arguments, log));
            Thread giveUp = new Thread(supervisor::terminate, "give-up");
            Runtime.getRuntime().addShutdownHook(giveUp);
            int code = follow(supervisor, follower);
            Runtime.getRuntime().removeShutdownHook(giveUp);
            return code;
        } catch (IOException e) {
            throw new java.io.UncheckedIOException(e);
        }
    }

    private int follow(ChildProcess supervisor, LogFollower follower) throws IOException {
        while (supervisor.isAlive()) {
            boolean ready = isReady(supervisor.pid());
            follower.copyTo(out);
            if (ready) {
                out.println("Stop it with ./granary down; its log is "
                        + request.folder().log(LOG));
                return 0;
            }
            LockSupport.parkNanos(PAUSE.toNanos());
        }
        follower.copyTo(out);
        return Math.max(1, supervisor.exitCode());
    }

    private boolean isReady(long supervisor) {
        return StackState.read(request.folder())
                .filter(state -> state.supervisor().pid() == supervisor && state.ready())
                .isPresent();
    }

    private Launch launch(List<String> arguments, Path log) {
        List<String> all = new ArrayList<>(List.of(
                "-XX:TieredStopAtLevel=1",
                "-Dgranary.root=" + home.root(),
                "-cp",
                System.getProperty("java.class.path"),
                LocalCommand.class.getName()));
        all.addAll(arguments);
        Map<String, String> everything = System.getenv();
        return new Launch(
                "the supervisor",
                JavaRuntime.command(HEAP_MEBIBYTES, all),
                everything,
                request.folder().path(),
                log);
    }
}
