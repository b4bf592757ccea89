package dev.granary.reputation.score;

import static java.util.Objects.requireNonNull;

/**
 * One part of a formula, as computed.
 *
 * @param name stable, as in {@code success}
 * @param effect how it enters the score
 * @param value what was measured, mostly 0 to 1
 * @param weight what the formula multiplies the value with; 1 for a factor
 * @param contribution what it adds to the score, or multiplies it with
 * @param sentence for a person
 */
public record Term(String name, Effect effect, double value, double weight, double contribution, String sentence) {
    /** How a term enters the score. */
    public enum Effect {
        ADDS,
        MULTIPLIES
    }

    public Term {
        requireNonNull(name, "name");
        requireNonNull(effect, "effect");
        requireNonNull(sentence, "sentence");
    }

    static Term adds(String name, double value, double weight, String sentence) {
        return new Term(name, Effect.ADDS, value, weight, value * weight, sentence);
    }

    static Term multiplies(String name, double value, String sentence) {
        return new Term(name, Effect.MULTIPLIES, value, 1, value, sentence);
    }
}
