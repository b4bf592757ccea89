package dev.granary.libp2p.simulation.scenario;

import java.util.Locale;

/**
 * One result of a scenario.
 *
 * @param target what it is held to; empty when it is only told
 * @param part of {@code whole}, for shares; 0 of 0 for all else
 */
public record Figure(String name, String value, String target, boolean met, long part, long whole) {
    private static final double PERCENT = 100;

    /** A result that nothing is demanded of. */
    public static Figure told(String name, String value) {
        return new Figure(name, value, "", true, 0, 0);
    }

    /** A share that must not be below {@code least}. */
    public static Figure atLeast(String name, long part, long whole, double least) {
        double share = whole == 0 ? 0 : (double) part / whole;
        String value = String.format(Locale.ROOT, "%.2f %% (%d of %d)", PERCENT * share, part, whole);
        String target = String.format(Locale.ROOT, "at least %.1f %%", PERCENT * least);
        return new Figure(name, value, target, share >= least, part, whole);
    }

    /** A count that must not be above {@code most}. */
    public static Figure atMost(String name, long value, long most) {
        return new Figure(name, Long.toString(value), "at most " + most, value <= most, 0, 0);
    }

    /** Whether it is one of many requests, of which a few may fail. */
    public boolean isShare() {
        return whole > 0;
    }

    @Override
    public String toString() {
        return name + ": " + value + (target.isEmpty() ? "" : ", " + target + (met ? "" : ", MISSED"));
    }
}
