package dev.granary.architecture;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;

/**
 * A file of this repository that is generated from code, and reviewed when it changes: an OpenAPI document, a table of
 * settings.
 *
 * <p>A test compares; it never writes, unless it was started with {@code -Dgranary.accept=true}, or with the
 * environment variable {@code GRANARY_ACCEPT=true}, which puts what was generated in place of what was reviewed, to be
 * looked at with {@code git diff} and committed.
 *
 * @param path where the reviewed file lies
 */
public record CheckedInFile(Path path) {
    private static final int SHOWN = 20;

    /**
     * The file at {@code path} below the repository's root.
     *
     * @throws IllegalStateException when the test does not know the root, which the build gives as {@code granary.root}
     */
    public static CheckedInFile of(String path) {
        String root = System.getProperty("granary.root");
        if (root == null) {
            throw new IllegalStateException("start this test with -Dgranary.root=<the repository's folder>");
        }
        return new CheckedInFile(Path.of(root).resolve(path));
    }

    /**
     * Compares the reviewed file with {@code generated}, line by line.
     *
     * @throws AssertionError with the first differences, and how to accept them
     */
    public void requireSameAs(String generated) {
        String wanted = generated.replace("\r\n", "\n");
        String reviewed = read().replace("\r\n", "\n");
        if (wanted.equals(reviewed)) {
            return;
        }
        if (isAccepting()) {
            write(wanted);
            return;
        }
        throw new AssertionError(path + " differs from what the code gives now:\n" + differences(reviewed, wanted)
                + "If this is meant, accept it with -Dgranary.accept=true, review `git diff`, and commit the file.");
    }

    /** Compares the reviewed file with a generated one. */
    public void requireSameAs(Path generated) {
        try {
            requireSameAs(Files.readString(generated));
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private static boolean isAccepting() {
        return Boolean.getBoolean("granary.accept") || "true".equals(System.getenv("GRANARY_ACCEPT"));
    }

    private String read() {
        try {
            return Files.exists(path) ? Files.readString(path, StandardCharsets.UTF_8) : "";
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private void write(String text) {
        try {
            Files.createDirectories(path.toAbsolutePath().getParent());
            Files.writeString(path, text, StandardCharsets.UTF_8);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /** The first lines that differ, after the common start and before the common end. */
    private static String differences(String reviewed, String generated) {
        List<String> old = reviewed.lines().toList();
        List<String> now = generated.lines().toList();
        int start = 0;
        while (start < Math.min(old.size(), now.size()) && old.get(start).equals(now.get(start))) {
            start++;
        }
        int end = 0;
        while (end < Math.min(old.size(), now.size()) - start
                && old.get(old.size() - 1 - end).equals(now.get(now.size() - 1 - end))) {
            end++;
        }
        StringBuilder text = new StringBuilder("from line " + (start + 1) + ":\n");
        append(text, "- ", old.subList(start, old.size() - end));
        append(text, "+ ", now.subList(start, now.size() - end));
        return text.toString();
    }

    private static void append(StringBuilder text, String mark, List<String> lines) {
        lines.stream()
                .limit(SHOWN)
                .forEach(line -> text.append(mark).append(line).append('\n'));
        if (lines.size() > SHOWN) {
            text.append(mark).append("... ").append(lines.size() - SHOWN).append(" more\n");
        }
    }
}
