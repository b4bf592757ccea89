package dev.granary.local.client;

import dev.granary.kernel.Ecosystem;
import dev.granary.kernel.GranaryException;
import dev.granary.local.discovery.ClientRegistry;
import dev.granary.local.discovery.Discovered;
import dev.granary.local.discovery.Discovered.Found;
import dev.granary.local.discovery.Discovered.Nothing;
import dev.granary.local.process.Programs;
import dev.granary.local.settings.UpstreamUrl;
import java.io.IOException;
import java.lang.ProcessBuilder.Redirect;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.TimeUnit;

/** Asks {@code npm config get registry}, in an empty folder: a project's own .npmrc is not the machine's setting. */
public final class NpmRegistry implements ClientRegistry {
    private static final Ecosystem NPM = new Ecosystem("npm");
    private static final Duration LIMIT = Duration.ofSeconds(20);
    private static final long LONGEST_ANSWER = 64 * 1024;

    @Override
    public Ecosystem format() {
        return NPM;
    }

    @Override
    public String pointingCommand() {
        return "npm config set registry";
    }

    @Override
    public Discovered discover() {
        Optional<Path> npm = Programs.find("npm");
        if (npm.isEmpty()) {
            return new Nothing("npm is not installed");
        }
        try {
            Path folder = Files.createTempDirectory("granary-npm");
            Path answer = folder.resolve("answer");
            try {
                return ask(npm.get(), folder, answer);
            } finally {
                Files.deleteIfExists(answer);
                Files.deleteIfExists(folder);
            }
        } catch (IOException e) {
            return new Nothing("npm could not be asked: " + e.getMessage());
        }
    }

    private static Discovered ask(Path npm, Path folder, Path answer) throws IOException {
        Process process = new ProcessBuilder(npm.toString(), "config", "get", "registry", "--no-update-notifier")
                .directory(folder.toFile())
                .redirectInput(Redirect.from(Path.of("/dev/null").toFile()))
                .redirectError(Redirect.DISCARD)
                .redirectOutput(answer.toFile())
                .start();
        try {
            if (!process.waitFor(LIMIT.toMillis(), TimeUnit.MILLISECONDS)) {
                return new Nothing("npm did not answer within " + LIMIT.toSeconds() + " s");
            }
            if (process.exitValue() != 0 || Files.size(answer) > LONGEST_ANSWER) {
                return new Nothing("npm config get registry failed with exit code " + process.exitValue());
            }
            return read(Files.readAllLines(answer));
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            return new Nothing("npm was not waited for");
        } finally {
            process.descendants().forEach(ProcessHandle::destroyForcibly);
            process.destroyForcibly();
        }
    }

    /** Reads npm's answer: the last line that is not empty. */
    static Discovered read(List<String> lines) {
        String last = lines.stream()
                .map(String::strip)
                .filter(line -> !line.isEmpty())
                .reduce("undefined", (_, line) -> line);
        if ("undefined".equals(last) || "null".equals(last)) {
            return new Nothing("npm has no registry set");
        }
        try {
            return new Found(UpstreamUrl.parse(last));
        } catch (GranaryException e) {
            return new Nothing("npm's registry can't be used: " + e.detail());
        }
    }
}
