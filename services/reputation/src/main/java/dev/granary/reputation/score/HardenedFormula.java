package dev.granary.reputation.score;

import dev.granary.reputation.evidence.Evidence;
import dev.granary.reputation.evidence.EvidenceSettings;
import dev.granary.reputation.evidence.GroupStanding;
import dev.granary.reputation.evidence.Weights;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Locale;

/**
 * The score that chooses, computed for one source at one moment.
 *
 * <p>Success is a Wilson lower bound, so that a new identity is worth nothing; speed, variety and recency only multiply
 * it, so that they can't buy trust; a proven-corrupt answer weighs as four failures, quarantines the source and leaves a
 * strike on its network group.
 */
final class HardenedFormula {
    private static final double SUCCESS = 0.50;
    private static final double SPEED = 0.25;
    private static final double VARIETY = 0.15;
    private static final double RECENCY = 0.10;
    private static final double CORRUPT_WEIGHS = 4;
    private static final int UNCROWDED_PEERS = 3;
    private static final Duration VARIETY_WINDOW = Duration.ofDays(30);
    private static final double ENOUGH_PACKAGES = 10;
    private static final double MILLIS_PER_DAY = 86_400_000;

    private final Assessment.Remaining remaining;
    private final double success;
    private final double speed;
    private final double variety;
    private final double recency;
    private final double uncrowded;
    private final double unstruck;

    private final Evidence evidence;
    private final int knownPeers;

    HardenedFormula(Evidence evidence, GroupStanding group, EvidenceSettings settings, Instant now) {
        Weights weights = evidence.weights();
        remaining = new Assessment.Remaining(
                weights.verified().at(now, settings.verifiedHalfLife()),
                weights.failed().at(now, settings.failedHalfLife()),
                weights.corrupt().at(now, settings.corruptHalfLife()),
                group.strikes().at(now, settings.strikeHalfLife()));
        success = WilsonBound.lower(
                remaining.verified(), remaining.verified() + remaining.failed() + CORRUPT_WEIGHS * remaining.corrupt());
        speed = Math.min(1, 1000 / (evidence.pace().transferMillis() + 1));
        variety = Math.min(1, evidence.packages().countAfter(now.minus(VARIETY_WINDOW)) / ENOUGH_PACKAGES);
        recency = recency(evidence, now);
        uncrowded =
                group.knownPeers() <= UNCROWDED_PEERS ? 1 : Math.pow((double) UNCROWDED_PEERS / group.knownPeers(), 2);
        unstruck = Math.pow(0.5, remaining.groupStrikes());
        this.evidence = evidence;
        this.knownPeers = group.knownPeers();
    }

    /** The score as if not quarantined, 0 to 1. */
    double score() {
        double base = SUCCESS * success + success * (SPEED * speed + VARIETY * variety + RECENCY * recency);
        return Math.clamp(base * uncrowded * unstruck, 0, 1);
    }

    Assessment.Remaining remaining() {
        return remaining;
    }

    /** The terms; {@code quarantined} adds the one that makes it 0. */
    List<Term> explain(boolean quarantined) {
        return List.of(
                Term.adds("success", success, SUCCESS, successSentence()),
                Term.adds("speed", speed, SPEED * success, speedSentence()),
                Term.adds(
                        "variety",
                        variety,
                        VARIETY * success,
                        "It delivered %d distinct packages in 30 days; ten are full marks."
                                .formatted(Math.round(variety * ENOUGH_PACKAGES))),
                Term.adds("recency", recency, RECENCY * success, recencySentence()),
                Term.multiplies("group-size", uncrowded, groupSentence()),
                Term.multiplies("group-strikes", unstruck, strikesSentence()),
                Term.multiplies("quarantine", quarantined ? 0 : 1, quarantineSentence(quarantined)));
    }

    private static double recency(Evidence evidence, Instant now) {
        return evidence.sightings()
                .lastVerified()
                .map(last -> 1 / (Math.max(0, now.toEpochMilli() - last.toEpochMilli()) / MILLIS_PER_DAY + 1))
                .orElse(0.0);
    }

    private String successSentence() {
        return String.format(
                Locale.ROOT,
                "Of fading weights %.2f verified, %.2f failed and %.2f corrupt (counted four times), a success rate of"
                        + " at least %.0f %% is certain enough.",
                remaining.verified(),
                remaining.failed(),
                remaining.corrupt(),
                success * 100);
    }

    private String speedSentence() {
        return evidence.pace().transferMillis() == 0
                ? "Its speed was not measured yet."
                : String.format(
                        Locale.ROOT,
                        "A verified transfer takes %.0f ms (per MiB when larger); up to 1 s is full marks.",
                        evidence.pace().transferMillis());
    }

    private String recencySentence() {
        return evidence.sightings()
                .lastVerified()
                .map(last -> "Its last verified transfer was at " + last + ".")
                .orElse("Nothing of it was verified yet.");
    }

    private String groupSentence() {
        return knownPeers == 0
                ? "It belongs to no network group."
                : "Its network group has %d known peers; more than three share the credit of three."
                        .formatted(knownPeers);
    }

    private String strikesSentence() {
        return String.format(
                Locale.ROOT, "%.2f strikes stand against its network group; each halves.", remaining.groupStrikes());
    }

    private static String quarantineSentence(boolean quarantined) {
        return quarantined ? "It gave a wrong answer and is quarantined." : "It is not quarantined.";
    }
}
