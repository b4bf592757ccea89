package dev.granary.reputation.score;

/**
 * The lower end of the Wilson interval: the success rate that one can count on after so few trials.
 *
 * <p>Two successes of two are worth less than fifty of fifty, so a new identity starts at the bottom.
 */
final class WilsonBound {
    /** One-sided confidence of 95 %. */
    private static final double Z = 1.645;

    private static final double Z2 = Z * Z;

    private WilsonBound() {}

    /** The bound for {@code good} of {@code trials}, both possibly fractions; 0 without trials. */
    static double lower(double good, double trials) {
        if (!(trials > 0)) {
            return 0;
        }
        double rate = Math.clamp(good / trials, 0, 1);
        double spread = Z * Math.sqrt((rate * (1 - rate) + Z2 / (4 * trials)) / trials);
        return Math.clamp((rate + Z2 / (2 * trials) - spread) / (1 + Z2 / trials), 0, 1);
    }
}
