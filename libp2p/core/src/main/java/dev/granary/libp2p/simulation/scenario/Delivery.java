package dev.granary.libp2p.simulation.scenario;

import java.util.Arrays;

/** When messages came to those who were to have them. */
final class Delivery {
    private static final double MILLIS = 1e6;

    private final long[] published;
    private final int[] expected;
    private long[] times = new long[1024];
    private int count;
    private long inTime;

    /** @param messages how many are published */
    Delivery(int messages) {
        this.published = new long[messages];
        this.expected = new int[messages];
    }

    void publish(int message, long now, int recipients) {
        published[message] = now;
        expected[message] = recipients;
    }

    void arrive(int message, long now, long patience) {
        if (count == times.length) {
            times = Arrays.copyOf(times, 2 * count);
        }
        long took = now - published[message];
        times[count] = took;
        count++;
        inTime += took <= patience ? 1 : 0;
    }

    long inTime() {
        return inTime;
    }

    long expected() {
        return Arrays.stream(expected).asLongStream().sum();
    }

    /** The time within which this share of those that came had come, in milliseconds. */
    double millis(double share) {
        if (count == 0) {
            return 0;
        }
        long[] sorted = Arrays.copyOf(times, count);
        Arrays.sort(sorted);
        return sorted[(int) Math.min(count - 1L, (long) (share * count))] / MILLIS;
    }
}
