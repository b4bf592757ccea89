package dev.granary.reputation.evidence;

import static java.util.Objects.requireNonNull;

import java.time.Duration;
import java.time.Instant;

/**
 * What is known of a network group as a whole; it outlives its members, so that a new identity starts where the old
 * one left off.
 *
 * @param knownPeers how many sources of this group are known
 * @param strikes corrupt answers of all members, fading
 */
public record GroupStanding(int knownPeers, DecayingSum strikes) {
    /** That of a source without a group: nothing is held against it. */
    public static final GroupStanding NONE = new GroupStanding(0, DecayingSum.NONE);

    private static final double NEGLIGIBLE_STRIKES = 0.01;

    public GroupStanding {
        requireNonNull(strikes, "strikes");
        if (knownPeers < 0) {
            throw new IllegalArgumentException("a group has at least 0 known peers, was " + knownPeers);
        }
    }

    public GroupStanding withOnePeerMore() {
        return new GroupStanding(knownPeers + 1, strikes);
    }

    public GroupStanding struckAt(Instant at, Duration halfLife) {
        return new GroupStanding(knownPeers, strikes.plus(1, at, halfLife));
    }

    /** Whether nothing would be lost by forgetting the group: nobody is in it, and its strikes have faded. */
    public boolean isForgettable(Instant now, Duration halfLife) {
        return knownPeers == 0 && strikes.at(now, halfLife) < NEGLIGIBLE_STRIKES;
    }
}
