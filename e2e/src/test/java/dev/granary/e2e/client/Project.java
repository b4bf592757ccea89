package dev.granary.e2e.client;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Comparator;
import java.util.Map;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/** A folder with a {@code package.json}. */
public record Project(Path folder) {
    /** A project that depends on exactly {@code dependencies}, name to version or range. */
    public static Project create(Path folder, Map<String, String> dependencies) {
        try {
            Files.createDirectories(folder);
            String all = dependencies.entrySet().stream()
                    .map(entry -> "\"" + entry.getKey() + "\":\"" + entry.getValue() + "\"")
                    .collect(Collectors.joining(","));
            Files.writeString(
                    folder.resolve("package.json"),
                    "{\"name\":\"project\",\"version\":\"1.0.0\",\"private\":true,\"dependencies\":{" + all + "}}");
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
        return new Project(folder);
    }

    /** Whether {@code name} lies in {@code node_modules}. */
    public boolean has(String name) {
        return Files.isRegularFile(folder.resolve("node_modules").resolve(name).resolve("package.json"));
    }

    /** The text of a file of the project. */
    public String read(String file) {
        try {
            return Files.readString(folder.resolve(file));
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /** Removes {@code node_modules}; manifest and lock file stay. */
    public void forgetModules() {
        Path modules = folder.resolve("node_modules");
        if (!Files.exists(modules)) {
            return;
        }
        try (Stream<Path> files = Files.walk(modules)) {
            for (Path file : files.sorted(Comparator.reverseOrder()).toList()) {
                Files.delete(file);
            }
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
