package dev.granary.reputation.score;

/**
 * Where the lines are drawn; an instance is always usable.
 *
 * @param threshold the least score with which a source is asked by choice, 0 to 1
 * @param exploreBelow verified and failed weight under which a source may be tried out
 * @param exploreStrikesBelow strikes of its group from which on it may not
 */
public record ScoreSettings(double threshold, double exploreBelow, double exploreStrikesBelow) {
    /** The values that were simulated. */
    public static final ScoreSettings PROVEN = new ScoreSettings(0.35, 5, 2);

    public ScoreSettings {
        if (!(threshold > 0 && threshold <= 1 && exploreBelow >= 0 && exploreStrikesBelow >= 0)) {
            throw new IllegalArgumentException("need 0 < threshold <= 1 and limits of at least 0, was " + threshold
                    + ", " + exploreBelow + ", " + exploreStrikesBelow);
        }
    }
}
