package dev.granary.fetchverify.disk;

import dev.granary.kernel.ByteCount;
import java.io.IOException;
import java.nio.file.DirectoryStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.time.Duration;
import java.util.Map;
import java.util.NavigableMap;
import java.util.Optional;
import java.util.TreeMap;
import java.util.concurrent.atomic.LongAdder;
import java.util.concurrent.locks.Condition;
import java.util.concurrent.locks.ReentrantLock;
import org.jboss.logging.Logger;

/** The files of a journal that somebody still needs, in order. Safe for threads; everything is guarded by one lock. */
final class Segments {
    private static final Logger LOGGER = Logger.getLogger(Segments.class);

    private final Path directory;
    private final ReentrantLock lock = new ReentrantLock();
    private final Condition grown = lock.newCondition();
    private final NavigableMap<Long, Segment> segments = new TreeMap<>();
    private final Map<String, Long> needed = new TreeMap<>();
    private final LongAdder damaged = new LongAdder();
    private long nextSequence;

    private Segments(Path directory) {
        this.directory = directory;
    }

    /** Opens what lies in the directory; a torn end, left by a crash, is cut off. */
    static Segments open(Path directory) throws IOException {
        Segments opened = new Segments(directory);
        try (DirectoryStream<Path> files = Files.newDirectoryStream(directory)) {
            for (Path file : files) {
                Optional<Long> first = Segment.firstOf(file);
                if (first.isPresent()) {
                    opened.segments.put(first.get(), new Segment(directory, first.get(), Files.size(file)));
                }
            }
        }
        if (!opened.segments.isEmpty()) {
            opened.nextSequence = SegmentTail.repair(opened.segments.lastEntry().getValue());
        }
        return opened;
    }

    /** The sequence of the next entry. */
    long nextSequence() {
        lock.lock();
        try {
            return nextSequence;
        } finally {
            lock.unlock();
        }
    }

    ByteCount size() {
        lock.lock();
        try {
            return ByteCount.of(
                    segments.values().stream().mapToLong(Segment::durable).sum());
        } finally {
            lock.unlock();
        }
    }

    /** Begins a new, empty segment in the books; the caller creates the file. */
    Segment begin() {
        lock.lock();
        try {
            Segment segment = new Segment(directory, nextSequence, 0);
            segments.put(nextSequence, segment);
            return segment;
        } finally {
            lock.unlock();
        }
    }

    /** A write to the newest segment is durable: readers may see it. */
    void grow(Segment segment, long durable, long newNextSequence) {
        lock.lock();
        try {
            segment.synced(durable);
            nextSequence = newNextSequence;
            grown.signalAll();
        } finally {
            lock.unlock();
        }
    }

    /** Waits until there is an entry at or behind {@code sequence}; false when {@code timeout} has passed. */
    boolean awaitEntry(long sequence, Duration timeout) throws InterruptedException {
        long left = timeout.toNanos();
        lock.lockInterruptibly();
        try {
            while (nextSequence <= sequence) {
                if (left <= 0) {
                    return false;
                }
                left = grown.awaitNanos(left);
            }
            return true;
        } finally {
            lock.unlock();
        }
    }

    /** Finds the segment that has {@code sequence}, or else the one behind the gap. */
    Optional<Segment> find(long sequence) {
        lock.lock();
        try {
            Map.Entry<Long, Segment> entry = segments.floorEntry(sequence);
            return Optional.ofNullable(entry == null ? segments.firstEntry() : entry)
                    .map(Map.Entry::getValue);
        } finally {
            lock.unlock();
        }
    }

    Optional<Segment> after(Segment segment) {
        lock.lock();
        try {
            return Optional.ofNullable(segments.higherEntry(segment.first())).map(Map.Entry::getValue);
        } finally {
            lock.unlock();
        }
    }

    /** {@code reader} needs nothing below {@code sequence}; nothing is removed before all readers have said so. */
    void register(String reader, long sequence) {
        lock.lock();
        try {
            needed.put(reader, sequence);
            nextSequence = Math.max(nextSequence, sequence); // never given again, even if the entries are gone
        } finally {
            lock.unlock();
        }
    }

    /** {@code reader} needs nothing below {@code sequence} any more: segments that nobody needs are removed. */
    void need(String reader, long sequence) {
        lock.lock();
        try {
            needed.put(reader, sequence);
            long lowest =
                    needed.values().stream().mapToLong(Long::longValue).min().orElse(0);
            while (segments.size() > 1 && segments.higherKey(segments.firstKey()) <= lowest) {
                Files.deleteIfExists(segments.pollFirstEntry().getValue().path());
            }
        } catch (IOException e) {
            LOGGER.warnf(e, "can't remove a segment from %s; the next start will", directory);
        } finally {
            lock.unlock();
        }
    }

    /** Damaged stretches found since the start. */
    long damaged() {
        return damaged.sum();
    }

    /** Counts damage and keeps a copy of the segment for a person to look at. */
    void reportDamage(Segment segment, long bytes) {
        damaged.increment();
        Path aside = directory.resolve(segment.path().getFileName() + ".damaged");
        LOGGER.errorf("%d B of the outbox are damaged and skipped; the segment is kept as %s", bytes, aside);
        try {
            Files.copy(segment.path(), aside, StandardCopyOption.REPLACE_EXISTING);
        } catch (IOException e) {
            LOGGER.warnf(e, "can't keep a copy of %s", segment.path());
        }
    }
}
