package dev.granary.reputation.http;

import dev.granary.reputation.evidence.Tally;
import dev.granary.reputation.ledger.Account;
import dev.granary.reputation.ledger.JournalLine;
import dev.granary.reputation.score.Assessment;
import dev.granary.reputation.score.Explanation;
import dev.granary.reputation.score.Term;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import org.eclipse.microprofile.openapi.annotations.media.Schema;

/** The shapes of the answers. */
final class Views {
    private Views() {}

    @Schema(name = "Reputations", description = "One page of sources, best score first")
    record Page(
            @Schema(description = "How many sources there are on all pages")
            long total,

            @Schema(description = "This page, from 0") int page,

            @Schema(description = "How many sources a page holds at most")
            int size,

            List<Summary> sources) {}

    @Schema(name = "Reputation", description = "How far one source can be relied on")
    record Summary(
            @Schema(examples = "upstream:npm/registry.example")
            String source,

            @Schema(description = "0 to 1, 0 while quarantined; what chooses")
            double score,

            @Schema(description = "0 to 1, the founding formula, for comparison only")
            double seedScore,

            @Schema(description = "What may be done with the source")
            Assessment.Standing standing,

            @Schema(description = "Absent when not quarantined")
            Optional<Instant> quarantinedUntil,

            @Schema(description = "When these scores were computed")
            Instant assessedAt,

            @Schema(description = "The scores in one sentence")
            String explanation,

            Counts counts,
            Instant lastSeenAt) {
        static Summary of(Account account, Explanation explanation) {
            Assessment scores = explanation.assessment();
            return new Summary(
                    account.source().toString(),
                    scores.score(),
                    scores.seedScore(),
                    scores.standing(),
                    scores.quarantinedUntil(),
                    scores.at(),
                    explanation.sentence(),
                    Counts.of(account.evidence().tally()),
                    account.evidence().sightings().last());
        }
    }

    @Schema(name = "EvidenceCounts", description = "Everything that was ever seen of a source, without fading")
    record Counts(long verified, long failed, long corrupt, long notFound, long refused) {
        static Counts of(Tally tally) {
            return new Counts(tally.verified(), tally.failed(), tally.corrupt(), tally.notFound(), tally.refused());
        }
    }

    @Schema(name = "EvidenceWeights", description = "What is left of the evidence after fading")
    record Weights(double verified, double failed, double corrupt, double groupStrikes) {
        static Weights of(Assessment.Remaining remaining) {
            return new Weights(remaining.verified(), remaining.failed(), remaining.corrupt(), remaining.groupStrikes());
        }
    }

    @Schema(name = "ScoreTerm", description = "One part of a formula, as computed")
    record TermView(
            String name,

            @Schema(description = "Whether it adds to the score or multiplies it")
            Term.Effect effect,

            @Schema(description = "What was measured") double value,

            @Schema(description = "What the formula multiplies the value with")
            double weight,

            @Schema(description = "What it adds to the score, or multiplies it with")
            double contribution,

            String sentence) {
        static TermView of(Term term) {
            return new TermView(
                    term.name(), term.effect(), term.value(), term.weight(), term.contribution(), term.sentence());
        }
    }

    @Schema(name = "EvidenceEvent", description = "One fetch that was counted")
    record Event(
            String eventId,
            Instant occurredAt,
            JournalLine.Outcome outcome,
            long receivedBytes,

            @Schema(description = "From the request to the last byte, 0 when not measured")
            double elapsedMillis,

            @Schema(description = "The package URL asked for, or empty")
            String purl,

            @Schema(description = "Why it failed, or empty") String errorCode,

            @Schema(description = "Empty when the request was not traced")
            String traceId) {
        static Event of(JournalLine line) {
            return new Event(
                    line.eventId().toString(),
                    line.occurredAt(),
                    line.outcome(),
                    line.receivedBytes(),
                    line.elapsed().toNanos() / 1e6,
                    line.context().purl(),
                    line.context().errorCode(),
                    line.context().traceId());
        }
    }

    @Schema(name = "ReputationExplained", description = "The scores of one source as of now, and how they come about")
    record Detail(
            Summary reputation,
            Weights weights,

            @Schema(description = "Terms of the score that chooses: the sum of what adds, times all that multiplies")
            List<TermView> scoreTerms,

            @Schema(description = "Terms of the founding formula; their sum is cut at 1")
            List<TermView> seedTerms,

            Instant firstSeenAt,

            @Schema(description = "Absent when nothing was verified yet")
            Optional<Instant> lastVerifiedAt,

            @Schema(description = "Absent when no answer was proven corrupt")
            Optional<Instant> lastCorruptAt,

            @Schema(description = "The fetches counted last, newest first")
            List<Event> events) {
        static Detail of(Account account, Explanation explanation, List<JournalLine> lines) {
            return new Detail(
                    Summary.of(account, explanation),
                    Weights.of(explanation.assessment().remaining()),
                    explanation.scoreTerms().stream().map(TermView::of).toList(),
                    explanation.seedTerms().stream().map(TermView::of).toList(),
                    account.evidence().sightings().first(),
                    account.evidence().sightings().lastVerified(),
                    account.evidence().sightings().lastCorrupt(),
                    lines.stream().map(Event::of).toList());
        }
    }
}
