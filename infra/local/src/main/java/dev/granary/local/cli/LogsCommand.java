package dev.granary.local.cli;

import static dev.granary.local.LocalError.USAGE_WRONG;

import dev.granary.kernel.GranaryException;
import dev.granary.kernel.Printable;
import dev.granary.local.component.StackHome;
import dev.granary.local.stack.DataFolder;
import java.io.IOException;
import java.io.PrintStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.Callable;
import java.util.concurrent.locks.LockSupport;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

/** {@code logs}: the end of one component's log or of all. */
@Command(name = "logs", description = "Show the end of the logs, of one component or of all.")
final class LogsCommand implements Callable<Integer> {
    private static final List<String> NAMES =
            List.of(Detached.LOG, "kafka", "postgres", "redis", "reputation", "fetch-verify", "zipkin");
    private static final Duration PAUSE = Duration.ofMillis(250);
    private static final long END_OF_ONE = 256 * 1024;
    private static final long END_OF_EACH = 16 * 1024;

    @Mixin
    private DataOption data = new DataOption();

    @Parameters(
            arity = "0..1",
            paramLabel = "SERVICE",
            description = "One of: supervisor, kafka, postgres, redis,"
                    + " reputation, fetch-verify, zipkin. Default: all, each line with its name.")
    private @Nullable String service;

    @Option(
            names = {"-f", "--follow"},
            description = "Go on with what is written from now on.")
    private boolean follow;

    private final PrintStream out;

    LogsCommand(PrintStream out) {
        this.out = out;
    }

    @Override
    public Integer call() throws IOException {
        if (service != null && !NAMES.contains(service)) {
            throw new GranaryException(
                    USAGE_WRONG,
                    "no component is called " + Printable.of(service) + "; there are " + String.join(", ", NAMES));
        }
        DataFolder folder = data.folder(StackHome.locate());
        List<LogFollower> followers = open(folder);
        if (followers.isEmpty()) {
            out.println("Nothing was logged in " + folder.path() + " yet.");
        }
        do {
            for (LogFollower follower : followers) {
                follower.copyTo(out);
            }
            LockSupport.parkNanos(follow ? PAUSE.toNanos() : 1);
        } while (follow && !out.checkError());
        for (LogFollower follower : followers) {
            follower.close();
        }
        return 0;
    }

    private List<LogFollower> open(DataFolder folder) throws IOException {
        List<LogFollower> followers = new ArrayList<>();
        for (String name : service == null ? NAMES : List.of(service)) {
            Path log = folder.log(name);
            if (Files.exists(log)) {
                followers.add(
                        service == null
                                ? LogFollower.of(log, END_OF_EACH, "%-12s | ".formatted(name))
                                : LogFollower.of(log, END_OF_ONE, ""));
            }
        }
        return followers;
    }
}
