package dev.granary.fetchverify.disk;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.Optional;

/** One file of the journal. Its writer alone makes it longer; readers go up to {@link #durable()}. */
final class Segment {
    private static final String SUFFIX = ".log";

    private final long first;
    private final Path path;
    private volatile long durable;

    /**
     * @param first the sequence that no entry in the segment is below
     * @param durable bytes that are written and synced
     */
    Segment(Path directory, long first, long durable) {
        this.first = first;
        this.path = directory.resolve("%020d%s".formatted(first, SUFFIX));
        this.durable = durable;
    }

    /** Finds the first sequence in a segment's file name; empty for other files. */
    static Optional<Long> firstOf(Path file) {
        String name = file.getFileName().toString();
        return name.matches("\\d{20}\\.log")
                ? Optional.of(Long.parseLong(name.substring(0, name.length() - SUFFIX.length())))
                : Optional.empty();
    }

    long first() {
        return first;
    }

    Path path() {
        return path;
    }

    long durable() {
        return durable;
    }

    /** Everything up to {@code bytes} is written and synced. */
    void synced(long bytes) {
        durable = bytes;
    }

    /** Reads the durable bytes from {@code position}, at most {@code limit}. */
    ByteBuffer read(long position, long limit) throws IOException {
        int length = Math.toIntExact(Math.min(limit, durable - position));
        ByteBuffer bytes = ByteBuffer.allocate(length);
        try (FileChannel channel = FileChannel.open(path, StandardOpenOption.READ)) {
            int read = 0;
            while (bytes.hasRemaining() && read >= 0) {
                read = channel.read(bytes, position + bytes.position());
            }
        }
        return bytes.flip();
    }
}
