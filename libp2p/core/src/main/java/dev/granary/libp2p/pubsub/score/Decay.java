package dev.granary.libp2p.pubsub.score;

import java.time.Duration;

/** How a counter fades: by a factor each tick, so that 1 has become next to nothing after a given time. */
final class Decay {
    /** What counts as nothing. */
    static final double ZERO = 0.01;

    private Decay() {}

    /** The factor of each tick, by which 1 becomes {@link #ZERO} within {@code time}. */
    static double factor(Duration time, Duration tick) {
        return Math.pow(ZERO, (double) tick.toNanos() / time.toNanos());
    }

    static double apply(double counter, double factor) {
        double faded = counter * factor;
        return faded < ZERO ? 0 : faded;
    }
}
