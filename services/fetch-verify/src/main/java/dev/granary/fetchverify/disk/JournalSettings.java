package dev.granary.fetchverify.disk;

import static java.util.Objects.requireNonNull;

import dev.granary.kernel.ByteCount;
import java.nio.file.Path;
import java.util.Set;

/**
 * Limits of a {@link JournalOutbox}; an instance is always usable.
 *
 * @param directory where segments lie; created when it is missing
 * @param maximumSize of all segments that some reader still needs
 * @param segmentSize after which a new segment begins
 * @param readers who reads; what all of them have passed is removed
 */
public record JournalSettings(Path directory, ByteCount maximumSize, ByteCount segmentSize, Set<String> readers) {
    public JournalSettings {
        requireNonNull(directory, "directory");
        readers = Set.copyOf(readers);
        if (segmentSize.value() == 0 || segmentSize.value() > maximumSize.value() / 2) {
            throw new IllegalArgumentException(
                    "need 0 < segmentSize <= maximumSize / 2, was " + segmentSize + ", " + maximumSize);
        }
        if (segmentSize.value() > Frames.LONGEST * 4L) {
            throw new IllegalArgumentException("a segment is read whole when it is damaged, was " + segmentSize);
        }
        for (String reader : readers) {
            if (!reader.matches("[a-z][a-z-]{0,31}")) {
                throw new IllegalArgumentException("not the name of a reader: " + reader);
            }
        }
    }
}
