package dev.granary.reputation.score;

import static java.util.Objects.requireNonNull;

import dev.granary.reputation.evidence.Evidence;
import dev.granary.reputation.evidence.EvidenceSettings;
import dev.granary.reputation.evidence.GroupStanding;
import java.time.Instant;
import java.util.List;
import java.util.Locale;
import java.util.Optional;

/** Both scores of one source at one moment, with or without the reasons. */
public record Scoring(EvidenceSettings evidenceSettings, ScoreSettings settings) {
    /** With the values that were simulated. */
    public static final Scoring PROVEN = new Scoring(EvidenceSettings.PROVEN, ScoreSettings.PROVEN);

    public Scoring {
        requireNonNull(evidenceSettings, "evidenceSettings");
        requireNonNull(settings, "settings");
    }

    /** How far the source can be relied on at {@code now}. */
    public Assessment assess(Evidence evidence, GroupStanding group, Instant now) {
        return assess(evidence, new HardenedFormula(evidence, group, evidenceSettings, now), now);
    }

    /** The same numbers as {@link #assess}, with each term. */
    public Explanation explain(Evidence evidence, GroupStanding group, Instant now) {
        HardenedFormula formula = new HardenedFormula(evidence, group, evidenceSettings, now);
        Assessment assessment = assess(evidence, formula, now);
        List<Term> seedTerms = SeedFormula.explain(SeedFacts.of(evidence, now));
        List<Term> scoreTerms = formula.explain(assessment.quarantinedUntil().isPresent());
        return new Explanation(assessment, seedTerms, scoreTerms, sentence(assessment));
    }

    private Assessment assess(Evidence evidence, HardenedFormula formula, Instant now) {
        Optional<Instant> quarantinedUntil =
                evidence.quarantinedUntil(evidenceSettings).filter(now::isBefore);
        double score = quarantinedUntil.isPresent() ? 0 : formula.score();
        return new Assessment(
                now,
                SeedFormula.score(SeedFacts.of(evidence, now)),
                score,
                standing(evidence, score, quarantinedUntil.isPresent(), formula.remaining()),
                quarantinedUntil,
                formula.remaining());
    }

    private Assessment.Standing standing(
            Evidence evidence, double score, boolean quarantined, Assessment.Remaining remaining) {
        if (quarantined) {
            return Assessment.Standing.QUARANTINED;
        }
        if (score >= settings.threshold()) {
            return Assessment.Standing.ELIGIBLE;
        }
        boolean explorable = remaining.verified() + remaining.failed() < settings.exploreBelow()
                && evidence.tally().corrupt() == 0
                && remaining.groupStrikes() < settings.exploreStrikesBelow();
        return explorable ? Assessment.Standing.EXPLORABLE : Assessment.Standing.BELOW_THRESHOLD;
    }

    private String sentence(Assessment assessment) {
        String score =
                String.format(Locale.ROOT, "Score %.2f (seed %.2f): ", assessment.score(), assessment.seedScore());
        return score
                + switch (assessment.standing()) {
                    case QUARANTINED ->
                        "quarantined until " + assessment.quarantinedUntil().orElseThrow()
                                + " for an answer proven corrupt.";
                    case ELIGIBLE ->
                        String.format(Locale.ROOT, "at or above %.2f, asked by choice.", settings.threshold());
                    case EXPLORABLE -> "too little is known; it may be tried with small files.";
                    case BELOW_THRESHOLD ->
                        String.format(
                                Locale.ROOT,
                                "below %.2f, asked only when nothing better is left.",
                                settings.threshold());
                };
    }
}
