package dev.granary.libp2p.pubsub.router;

import com.google.protobuf.ByteString;
import java.util.LinkedHashMap;
import java.util.Map;

/**
 * The sequence numbers of authors, which only rise. Messages may overtake each other on their ways through a mesh, so a
 * number is too low only when it is below what had been reached half a time of {@link SeenCache} ago: a message that is
 * still known there is a duplicate anyway, and one that is not known there any more has by then become too low. So nothing
 * comes twice.
 */
final class Sequences {
    /** Bytes of a sequence number. */
    static final int SIZE = Long.BYTES;

    private final long period;
    private final int most;
    /** Authors, the one heard of longest ago first. */
    private final Map<ByteString, Reached> authors = new LinkedHashMap<>();

    /** @param seenTtl in nanoseconds */
    Sequences(long seenTtl, int most) {
        this.period = seenTtl / 2;
        this.most = most;
    }

    /** Up to where an author has come; numbers are unsigned. */
    private static final class Reached {
        private long epoch;
        private long highest;
        private long before;
        private long floor;

        private Reached(long epoch) {
            this.epoch = epoch;
        }

        private void advance(long to) {
            if (to > epoch) {
                floor = to == epoch + 1 ? before : highest;
                before = highest;
                epoch = to;
            }
        }
    }

    /** Whether the message {@code number} of {@code author} may still come. */
    boolean admits(ByteString author, ByteString number, long now) {
        Reached reached = authors.get(author);
        if (reached == null) {
            return true;
        }
        reached.advance(Math.floorDiv(now, period));
        return reached.floor == 0 || Long.compareUnsigned(value(number), reached.floor) > 0;
    }

    /** The message {@code number} of {@code author} was good. */
    void reached(ByteString author, ByteString number, long now) {
        long epoch = Math.floorDiv(now, period);
        Reached reached = authors.remove(author);
        if (reached == null) {
            reached = new Reached(epoch);
        }
        reached.advance(epoch);
        long value = value(number);
        if (Long.compareUnsigned(value, reached.highest) > 0) {
            reached.highest = value;
        }
        authors.put(author, reached);
        if (authors.size() > most) {
            authors.remove(authors.keySet().iterator().next());
        }
    }

    private static long value(ByteString number) {
        return number.asReadOnlyByteBuffer().getLong();
    }

    int size() {
        return authors.size();
    }
}
