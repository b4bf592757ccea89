package dev.granary.local.stack;

import dev.granary.local.process.ProcessIdentity;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Collection;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;

/**
 * Which processes are ours, on disk: after a crash of the supervisor the next one finds and ends them. A process counts
 * as ours only when number and time of birth agree.
 */
final class ProcessLedger {
    private static final Duration PATIENCE = Duration.ofSeconds(10);

    private final Path file;
    private final Map<String, ProcessIdentity> running = new LinkedHashMap<>();
    private boolean unwritten;

    ProcessLedger(DataFolder folder) {
        this.file = folder.run("processes");
    }

    void onStarted(String component, long pid) {
        ProcessIdentity.of(pid).ifPresent(identity -> {
            running.put(component, identity);
            unwritten = true;
        });
    }

    void onEnded(String component) {
        unwritten |= running.remove(component) != null;
    }

    /** Writes what has changed; to be called again, after a pause, when it fails. */
    void write() throws IOException {
        if (unwritten) {
            StringBuilder text = new StringBuilder();
            running.forEach((name, identity) ->
                    text.append(name).append(' ').append(identity).append('\n'));
            DataFolder.replace(file, text.toString());
            unwritten = false;
        }
    }

    /** Ends what a supervisor that is gone left running; returns the names of what was found. */
    List<String> endOrphans() throws IOException {
        if (!Files.exists(file)) {
            return List.of();
        }
        Map<String, ProcessIdentity> orphans = new LinkedHashMap<>();
        for (String line : Files.readAllLines(file)) {
            String[] parts = line.split(" ", 2);
            if (parts.length == 2) {
                ProcessIdentity.parse(parts[1])
                        .filter(ProcessIdentity::isAlive)
                        .ifPresent(identity -> orphans.put(parts[0], identity));
            }
        }
        end(withOffspring(orphans.values()));
        Files.deleteIfExists(file);
        return List.copyOf(orphans.keySet());
    }

    private static List<ProcessIdentity> withOffspring(Collection<ProcessIdentity> processes) {
        return processes.stream()
                .flatMap(identity -> identity.findAlive().stream())
                .flatMap(process -> Stream.concat(Stream.of(process), process.descendants()))
                .flatMap(process -> ProcessIdentity.of(process.pid()).stream())
                .toList();
    }

    private static void end(List<ProcessIdentity> processes) {
        processes.forEach(identity -> identity.findAlive().ifPresent(ProcessHandle::destroy));
        if (!ProcessIdentity.awaitEnd(processes, PATIENCE)) {
            processes.forEach(identity -> identity.findAlive().ifPresent(ProcessHandle::destroyForcibly));
            ProcessIdentity.awaitEnd(processes, PATIENCE);
        }
    }
}
