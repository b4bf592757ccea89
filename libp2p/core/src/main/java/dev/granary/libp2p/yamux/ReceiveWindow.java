package dev.granary.libp2p.yamux;

/**
 * How much the remote may send on one stream. Grows to double its size when half of it was read within four round trips:
 * then the window, and neither sender nor reader, sets the pace.
 */
final class ReceiveWindow {
    private static final int ROUND_TRIPS = 4;

    private final int largest;
    private final WindowBudget budget;
    private int size = YamuxSettings.FIRST_WINDOW;
    private int available = YamuxSettings.FIRST_WINDOW;
    private int read;
    private long grantedAt;

    ReceiveWindow(int largest, WindowBudget budget, long now) {
        this.largest = largest;
        this.budget = budget;
        this.grantedAt = now;
    }

    /** Takes note of bytes that arrive, and says no when they were not granted. */
    boolean arrive(long bytes) {
        if (bytes > available) {
            return false;
        }
        available -= (int) bytes;
        return true;
    }

    /** Takes note of bytes that the receiver has read. */
    void read(int bytes) {
        read += bytes;
    }

    /** Whether so much was read that it is worth a frame to tell the remote. */
    boolean isDue() {
        return read >= size / 2;
    }

    /**
     * Grants what was read, and more where the window should grow.
     *
     * @param roundTrip in nanoseconds, 0 while unknown
     * @return the bytes to tell the remote
     */
    int grant(long now, long roundTrip) {
        int grown = 0;
        if (now - grantedAt < ROUND_TRIPS * roundTrip) {
            grown = budget.take(Math.min(size, largest - size));
        }
        int granted = read + grown;
        size += grown;
        available += granted;
        read = 0;
        grantedAt = now;
        return granted;
    }

    int size() {
        return size;
    }

    /** The stream is over: what its window had grown by is there for others. */
    void release() {
        budget.giveBack(size - YamuxSettings.FIRST_WINDOW);
        size = YamuxSettings.FIRST_WINDOW;
    }
}
