package dev.granary.local.process;

import java.nio.file.Path;
import java.util.List;
import java.util.Map;

/**
 * How one child process is started.
 *
 * @param name what the process is called in messages and in the name of its log
 * @param command the program and its arguments
 * @param environment what it sees; nothing is inherited beside it
 * @param directory its working directory, which exists
 * @param log where its output is appended
 * @param stopSignal what makes it end in an orderly way, and soon
 */
public record Launch(
        String name,
        List<String> command,
        Map<String, String> environment,
        Path directory,
        Path log,
        StopSignal stopSignal) {
    /** The two signals that servers take for "please end". */
    public enum StopSignal {
        /** SIGTERM. */
        TERMINATE,
        /** SIGINT. */
        INTERRUPT
    }

    public Launch {
        if (command.isEmpty()) {
            throw new IllegalArgumentException("a command has at least a program: " + name);
        }
        command = List.copyOf(command);
        environment = Map.copyOf(environment);
    }

    /** A process that ends on SIGTERM, as nearly all do. */
    public Launch(String name, List<String> command, Map<String, String> environment, Path directory, Path log) {
        this(name, command, environment, directory, log, StopSignal.TERMINATE);
    }
}
