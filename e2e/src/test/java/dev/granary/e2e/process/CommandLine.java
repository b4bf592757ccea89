package dev.granary.e2e.process;

import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.Duration;
import java.util.HashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.concurrent.TimeUnit;

/**
 * A command with its folder and environment.
 *
 * @param environment beside what is inherited
 * @param limit how long it may take
 * @param inherits what of the test's own environment it sees
 */
public record CommandLine(
        List<String> words, Path folder, Map<String, String> environment, Duration limit, Inherits inherits) {
    /** What a command sees of the test's environment. */
    public enum Inherits {
        /** All of it: the machine's own clients with their own settings. */
        ALL,
        /** What has nothing to do with packages, proxies and Granary. */
        NEUTRAL
    }

    /** What is kept of a command's output, in bytes: the end of it. */
    private static final int KEPT_OUTPUT = 1 << 20;

    private static final List<String> FOREIGN = List.of(
            "npm_",
            "pnpm_",
            "yarn_",
            "granary_",
            "quarkus_",
            "http_proxy",
            "https_proxy",
            "no_proxy",
            "all_proxy",
            "node_",
            "maven_",
            "java_tool_options",
            "jdk_java_options",
            "otel_");

    public CommandLine {
        words = List.copyOf(words);
        environment = Map.copyOf(environment);
    }

    /** A command without the machine's settings, of at most two minutes. */
    public static CommandLine neutral(Path folder, List<String> words) {
        return new CommandLine(words, folder, Map.of(), Duration.ofMinutes(2), Inherits.NEUTRAL);
    }

    /** A command as the person at this machine would run it, of at most two minutes. */
    public static CommandLine ofMachine(Path folder, List<String> words) {
        return new CommandLine(words, folder, Map.of(), Duration.ofMinutes(2), Inherits.ALL);
    }

    public CommandLine with(Map<String, String> more) {
        Map<String, String> all = new HashMap<>(environment);
        all.putAll(more);
        return new CommandLine(words, folder, all, limit, inherits);
    }

    public CommandLine within(Duration time) {
        return new CommandLine(words, folder, environment, time, inherits);
    }

    /** Runs to the end; a command that exceeds its time is killed with what it started and counts as failed. */
    public Finished run() {
        try {
            Process process = start();
            Output output = new Output(process.getInputStream());
            Thread reader = Thread.ofVirtual().start(output);
            boolean ended = process.waitFor(limit.toMillis(), TimeUnit.MILLISECONDS);
            if (!ended) {
                process.descendants().forEach(ProcessHandle::destroyForcibly);
                process.destroyForcibly().waitFor();
            }
            // A detached grandchild may hold the pipe open for ever.
            reader.join(Duration.ofSeconds(2));
            return new Finished(words, ended ? process.exitValue() : Finished.TIMED_OUT, output.text());
        } catch (IOException e) {
            return new Finished(words, Finished.NOT_STARTED, String.valueOf(e.getMessage()));
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new IllegalStateException("interrupted while running " + words, e);
        }
    }

    private Process start() throws IOException {
        ProcessBuilder builder =
                new ProcessBuilder(words).directory(folder.toFile()).redirectErrorStream(true);
        builder.redirectInput(ProcessBuilder.Redirect.from(Path.of("/dev/null").toFile()));
        if (inherits == Inherits.NEUTRAL) {
            builder.environment().keySet().removeIf(CommandLine::isForeign);
        }
        builder.environment().putAll(environment);
        return builder.start();
    }

    private static boolean isForeign(String variable) {
        String lower = variable.toLowerCase(Locale.ROOT);
        return FOREIGN.stream().anyMatch(lower::startsWith);
    }

    /** Reads to the end, keeps the last part. */
    private static final class Output implements Runnable {
        private final InputStream in;
        private final StringBuilder kept = new StringBuilder();

        Output(InputStream in) {
            this.in = in;
        }

        @Override
        public void run() {
            byte[] piece = new byte[8192];
            try (in) {
                for (int count = in.read(piece); count >= 0; count = in.read(piece)) {
                    keep(new String(piece, 0, count, StandardCharsets.UTF_8));
                }
            } catch (IOException e) {
                throw new UncheckedIOException(e);
            }
        }

        private synchronized void keep(String text) {
            kept.append(text);
            kept.delete(0, Math.max(0, kept.length() - KEPT_OUTPUT));
        }

        synchronized String text() {
            return kept.toString();
        }
    }
}
