package dev.granary.libp2p.yamux;

import java.util.OptionalLong;

/** Measures the round trip, with one ping on the way at a time: some implementations take more for an attack. */
final class PingClock {
    private long value;
    private long sentAt;
    private boolean onTheWay;
    private long roundTrip;
    private boolean heardOf = true;

    /** The frame of a new ping, unless one is on the way. */
    OptionalLong next(long now) {
        if (onTheWay) {
            return OptionalLong.empty();
        }
        onTheWay = true;
        sentAt = now;
        value = (value + 1) & Integer.MAX_VALUE;
        return OptionalLong.of(value);
    }

    /** Takes an answer; one that was not asked for is without effect. */
    void onPong(long answered, long now) {
        if (onTheWay && answered == value) {
            onTheWay = false;
            long measured = Math.max(1, now - sentAt);
            roundTrip = roundTrip == 0 ? measured : (roundTrip + measured) / 2;
        }
    }

    /** Something came from the remote. */
    void heard() {
        heardOf = true;
    }

    /** Whether the remote was silent since this was asked last, and owes an answer. */
    boolean isDead() {
        boolean dead = onTheWay && !heardOf;
        heardOf = false;
        return dead;
    }

    /** In nanoseconds; 0 until measured. */
    long roundTrip() {
        return roundTrip;
    }
}
