package dev.granary.reputation.score;

import java.util.List;
import java.util.Locale;

/**
 * The founding formula, exactly: half success, a quarter speed, the rest packages, recency and nearness.
 *
 * <p>Published beside our own score for comparison. It is easily gamed, so nothing is chosen by it.
 */
public final class SeedFormula {
    private static final double SUCCESS = 0.50;
    private static final double RESPONSE = 0.25;
    private static final double PACKAGES = 0.15;
    private static final double RECENCY = 0.10;
    private static final double NEARNESS = 0.1;
    private static final double NEAR_KILOMETRES = 100;

    private SeedFormula() {}

    /** The score, 0 to 1. */
    public static double score(SeedFacts facts) {
        return Math.min(
                1,
                SUCCESS * facts.successRate()
                        + RESPONSE * response(facts)
                        + PACKAGES * packages(facts)
                        + RECENCY * recency(facts)
                        + NEARNESS * nearness(facts));
    }

    /** The terms, whose contributions add up to the score, cut at 1. */
    public static List<Term> explain(SeedFacts facts) {
        return List.of(
                Term.adds("success", facts.successRate(), SUCCESS, successSentence(facts)),
                Term.adds(
                        "response",
                        response(facts),
                        RESPONSE,
                        String.format(
                                Locale.ROOT,
                                "An answer takes %.0f ms on average; up to 1 s is full marks.",
                                facts.averageMillis())),
                Term.adds(
                        "packages",
                        packages(facts),
                        PACKAGES,
                        "It provided %d packages; ten are full marks.".formatted(facts.packages())),
                Term.adds(
                        "recency",
                        recency(facts),
                        RECENCY,
                        "It was seen %d whole hours ago.".formatted(facts.hoursSinceSeen())),
                Term.adds("nearness", nearness(facts), NEARNESS, nearnessSentence(facts)));
    }

    private static double response(SeedFacts facts) {
        return facts.averageMillis() == 0 ? 1 : Math.min(1, 1000 / (facts.averageMillis() + 1));
    }

    private static double packages(SeedFacts facts) {
        return Math.min(1, facts.packages() / 10.0);
    }

    private static double recency(SeedFacts facts) {
        return Math.min(1, 1.0 / (facts.hoursSinceSeen() + 1));
    }

    private static double nearness(SeedFacts facts) {
        double kilometres = Math.max(0, facts.kilometres().orElse(NEAR_KILOMETRES));
        return kilometres < NEAR_KILOMETRES ? 1 - kilometres / NEAR_KILOMETRES : 0;
    }

    private static String successSentence(SeedFacts facts) {
        return String.format(
                Locale.ROOT,
                "%.1f %% of all answers ever were right; without any it counts as 100 %%.",
                facts.successRate() * 100);
    }

    private static String nearnessSentence(SeedFacts facts) {
        return facts.kilometres().isPresent()
                ? String.format(
                        Locale.ROOT, "It is %.0f km away.", facts.kilometres().getAsDouble())
                : "Its distance is not known, so there is no bonus.";
    }
}
