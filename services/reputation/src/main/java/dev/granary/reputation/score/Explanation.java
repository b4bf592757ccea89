package dev.granary.reputation.score;

import static java.util.Objects.requireNonNull;

import java.util.List;

/**
 * An assessment and how it came about.
 *
 * @param seedTerms those of the founding formula
 * @param scoreTerms those of the hardened score: the sum of what adds, times all that multiplies
 * @param sentence the whole in one sentence for a person
 */
public record Explanation(Assessment assessment, List<Term> seedTerms, List<Term> scoreTerms, String sentence) {
    public Explanation {
        requireNonNull(assessment, "assessment");
        seedTerms = List.copyOf(seedTerms);
        scoreTerms = List.copyOf(scoreTerms);
        requireNonNull(sentence, "sentence");
    }
}
