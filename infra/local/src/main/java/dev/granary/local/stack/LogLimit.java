package dev.granary.local.stack;

import dev.granary.kernel.ByteCount;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.channels.FileChannel;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.StandardOpenOption;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.List;
import java.util.stream.Stream;

/**
 * Keeps the logs from filling the disk: one that is too long is copied to {@code .log.1} and emptied. Its writer goes on
 * in the same file, so lines written in between are lost.
 *
 * @param longest what a log may hold, looked at every few seconds
 */
record LogLimit(Path folder, ByteCount longest) {
    static LogLimit of(DataFolder folder) {
        return new LogLimit(folder.logs(), ByteCount.ofMebibytes(32));
    }

    void apply() throws IOException {
        for (Path log : logs()) {
            if (Files.size(log) > longest.value()) {
                Files.copy(log, log.resolveSibling(log.getFileName() + ".1"), StandardCopyOption.REPLACE_EXISTING);
                try (FileChannel channel = FileChannel.open(log, StandardOpenOption.WRITE)) {
                    channel.truncate(0);
                }
            }
        }
    }

    /** Returns the last lines of {@code log}, at most {@code count}; none if it can't be read. */
    static List<String> lastLines(Path log, int count) {
        try (Stream<String> lines = Files.lines(log, StandardCharsets.ISO_8859_1)) {
            Deque<String> last = new ArrayDeque<>();
            lines.forEach(line -> {
                last.addLast(line);
                if (last.size() > count) {
                    last.removeFirst();
                }
            });
            return List.copyOf(last);
        } catch (IOException | UncheckedIOException e) {
            return List.of();
        }
    }

    private List<Path> logs() throws IOException {
        try (Stream<Path> files = Files.list(folder)) {
            return files.filter(file -> file.toString().endsWith(".log")).toList();
        }
    }
}
