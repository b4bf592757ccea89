package dev.granary.libp2p.kad.lookup;

import java.time.Duration;
import java.util.Arrays;

/** How long the last answers took, for timeouts that fit the network. */
public final class ResponseTimes {
    private static final int KEPT = 64;
    private static final int NEEDED = 8;
    private static final double SLACK = 1.5;
    private static final double PATIENT = 0.95;
    private static final double LATE = 0.90;

    private final Duration shortest;
    private final Duration longest;
    private int[] micros = {};
    private int[] sorted = {};
    private long count;

    /** Timeouts lie between {@code shortest} and {@code longest}. */
    public ResponseTimes(Duration shortest, Duration longest) {
        if (!shortest.isPositive() || shortest.compareTo(longest) > 0) {
            throw new IllegalArgumentException("need 0 < shortest <= longest: " + shortest + ", " + longest);
        }
        this.shortest = shortest;
        this.longest = longest;
    }

    /** One more answer took {@code nanos}. */
    public void took(long nanos) {
        if (micros.length == 0) {
            micros = new int[KEPT];
        }
        micros[(int) (count++ % KEPT)] = Math.clamp(nanos / 1_000, 0, Integer.MAX_VALUE);
        sorted = new int[0];
    }

    /** How long to wait before giving up: what nearly all took, and half of that again. */
    public Duration timeout() {
        if (count < NEEDED) {
            return longest;
        }
        Duration usual = Duration.ofNanos((long) (percentile(PATIENT) * 1_000L * SLACK));
        return usual.compareTo(shortest) < 0 ? shortest : usual.compareTo(longest) > 0 ? longest : usual;
    }

    /** Nanoseconds after which an answer is late, so that another peer is asked beside it; the shortest timeout until known. */
    public long patience() {
        return count < NEEDED ? shortest.toNanos() : Math.min(percentile(LATE) * 1_000L, shortest.toNanos());
    }

    private int percentile(double part) {
        if (sorted.length == 0) {
            sorted = Arrays.copyOf(micros, (int) Math.min(count, KEPT));
            Arrays.sort(sorted);
        }
        return sorted[(int) Math.ceil(part * sorted.length) - 1];
    }
}
