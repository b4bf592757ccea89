package dev.granary.fetchverify.disk;

import dev.granary.kernel.ContentDigest;
import java.util.Arrays;
import java.util.concurrent.locks.ReentrantLock;

/**
 * Which content was hashed and found whole since the process started: 8 bytes each, at most a fixed number. When it is
 * full it forgets everything, which costs hashing again and nothing else; so does the (chosen at great cost) case that
 * two digests share their first 8 bytes, where the second is taken for checked.
 */
final class CheckedDigests {
    private static final int SMALLEST_TABLE = 1024;

    private final ReentrantLock lock = new ReentrantLock();
    private final int limit;
    private long[] table = new long[SMALLEST_TABLE];
    private int size;

    /**
     * @param limit how many are remembered
     */
    CheckedDigests(int limit) {
        this.limit = limit;
    }

    boolean contains(ContentDigest digest) {
        long mark = mark(digest);
        lock.lock();
        try {
            return table[slot(table, mark)] == mark;
        } finally {
            lock.unlock();
        }
    }

    void add(ContentDigest digest) {
        long mark = mark(digest);
        lock.lock();
        try {
            int slot = slot(table, mark);
            if (table[slot] == mark) {
                return;
            }
            if (size == limit) {
                Arrays.fill(table, 0);
                size = 0;
            } else if (2 * (size + 1) > table.length) {
                table = grown(table);
            }
            table[slot(table, mark)] = mark;
            size++;
        } finally {
            lock.unlock();
        }
    }

    private static long[] grown(long[] old) {
        long[] larger = new long[2 * old.length];
        for (long mark : old) {
            if (mark != 0) {
                larger[slot(larger, mark)] = mark;
            }
        }
        return larger;
    }

    /** The slot that holds the mark, or the free one where it belongs; at most half of the table is in use. */
    private static int slot(long[] table, long mark) {
        int mask = table.length - 1;
        int slot = (int) mark & mask;
        while (table[slot] != 0 && table[slot] != mark) {
            slot = (slot + 1) & mask;
        }
        return slot;
    }

    /** Never 0, which means free. */
    private static long mark(ContentDigest digest) {
        return Math.max(1, Long.parseUnsignedLong(digest.hex(), 0, 16, 16) >>> 1);
    }
}
