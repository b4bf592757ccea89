package dev.granary.fetchverify.disk;

import dev.granary.kernel.ContentDigest;
import java.io.IOException;
import java.nio.file.Path;
import java.nio.file.attribute.BasicFileAttributes;
import java.util.Comparator;
import java.util.List;
import java.util.PriorityQueue;
import java.util.concurrent.atomic.LongAdder;
import java.util.concurrent.locks.ReentrantLock;
import java.util.function.Predicate;

/**
 * Makes room by removing the content that was not used for the longest time. Memory is bounded: each walk over the
 * store remembers a fixed number of the oldest files. Safe for threads; one evicts, the others wait for it.
 */
final class Eviction {
    private static final int CANDIDATES = 4096;

    private final ContentFiles files;
    private final Room room;
    private final Predicate<ContentDigest> isPinned;
    private final ReentrantLock running = new ReentrantLock();
    private final LongAdder evicted = new LongAdder();

    Eviction(ContentFiles files, Room room, Predicate<ContentDigest> isPinned) {
        this.files = files;
        this.room = room;
        this.isPinned = isPinned;
    }

    /** Files removed since the start. */
    long evicted() {
        return evicted.sum();
    }

    /** Counts what is held, without removing anything. */
    void count() throws IOException {
        long[] sum = new long[1];
        files.forEach((_, attributes) -> sum[0] += attributes.size());
        room.count(sum[0]);
    }

    /**
     * Removes content until at most {@code target} bytes are held, or nothing is left that may go.
     *
     * @return bytes that became free, by this call or by the one that it waited for
     */
    long reduceTo(long target) throws IOException {
        long before = room.taken();
        boolean waited = running.isLocked();
        running.lock();
        try {
            if (waited && room.taken() < before) {
                return before - room.taken();
            }
            long freed = 0;
            long round;
            do {
                round = evictOldest(target);
                freed += round;
            } while (round > 0 && room.held() > target);
            return freed;
        } finally {
            running.unlock();
        }
    }

    private long evictOldest(long target) throws IOException {
        Walk walk = new Walk();
        files.forEach(walk::see);
        room.count(walk.sum);
        long excess = walk.sum - target;
        long freed = 0;
        for (Candidate oldest : walk.oldestFirst()) {
            if (freed >= excess) {
                break;
            }
            freed += evict(oldest);
        }
        return freed;
    }

    private long evict(Candidate candidate) throws IOException {
        if (!files.removeUnused(candidate.digest, candidate.attributes)) {
            return 0;
        }
        room.release(candidate.attributes.size());
        evicted.increment();
        return candidate.attributes.size();
    }

    private record Candidate(ContentDigest digest, BasicFileAttributes attributes) {
        long usedAt() {
            return attributes.lastModifiedTime().toMillis();
        }
    }

    private final class Walk {
        private final PriorityQueue<Candidate> youngestFirst =
                new PriorityQueue<>(Comparator.comparingLong(Candidate::usedAt).reversed());
        private long sum;

        void see(Path file, BasicFileAttributes attributes) {
            sum += attributes.size();
            ContentDigest digest = ContentLayout.digestOf(file).orElseThrow();
            if (isPinned.test(digest)) {
                return;
            }
            youngestFirst.add(new Candidate(digest, attributes));
            if (youngestFirst.size() > CANDIDATES) {
                youngestFirst.remove();
            }
        }

        List<Candidate> oldestFirst() {
            return youngestFirst.stream()
                    .sorted(Comparator.comparingLong(Candidate::usedAt))
                    .toList();
        }
    }
}
