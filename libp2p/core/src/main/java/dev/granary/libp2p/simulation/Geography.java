package dev.granary.libp2p.simulation;

import java.util.random.RandomGenerator;

/**
 * Where hosts are, and how long a message is on its way: between regions as between the data centres of a large provider,
 * plus the last mile of both ends, plus what queues on the way add. All times are nanoseconds.
 */
public final class Geography {
    /** One-way milliseconds: Europe, America's east and west, East Asia, South America, Oceania. */
    private static final double[][] ONE_WAY_MILLIS = {
        {8, 42, 68, 110, 95, 135},
        {42, 8, 32, 85, 58, 100},
        {68, 32, 8, 55, 85, 70},
        {110, 85, 55, 15, 130, 55},
        {95, 58, 85, 130, 10, 150},
        {135, 100, 70, 55, 150, 8},
    };

    /** Of a hundred hosts, those in each region, added up. */
    private static final int[] SHARES = {40, 62, 78, 92, 97, 100};

    private static final double NANOS_PER_MILLI = 1e6;
    private static final double TYPICAL_LAST_MILE = 4;
    private static final double LAST_MILE_SPREAD = 0.8;
    private static final double LONGEST_LAST_MILE = 80;
    private static final double JITTER_SHARE = 0.04;
    private static final double JITTER_MILLIS = 0.5;

    private Geography() {}

    /**
     * A place of a host.
     *
     * @param lastMileNanos between the host and the network proper
     */
    public record Place(int region, long lastMileNanos) {}

    /** A place for one more host: a region as frequent as it is, and a last mile that is long for few. */
    public static Place place(RandomGenerator random) {
        int drawn = random.nextInt(SHARES[SHARES.length - 1]);
        int region = 0;
        while (drawn >= SHARES[region]) {
            region++;
        }
        double millis = TYPICAL_LAST_MILE * Math.exp(LAST_MILE_SPREAD * random.nextGaussian());
        return new Place(region, (long) (Math.min(millis, LONGEST_LAST_MILE) * NANOS_PER_MILLI));
    }

    /** The time of a message on an idle network. */
    public static long oneWayNanos(Place from, Place to) {
        return from.lastMileNanos()
                + to.lastMileNanos()
                + (long) (ONE_WAY_MILLIS[from.region()][to.region()] * NANOS_PER_MILLI);
    }

    /** What is added to one message: mostly little, at times much. */
    public static long jitterNanos(long oneWayNanos, RandomGenerator random) {
        double mean = JITTER_SHARE * oneWayNanos + JITTER_MILLIS * NANOS_PER_MILLI;
        return (long) (-Math.log(1 - random.nextDouble()) * mean);
    }
}
