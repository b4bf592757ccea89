package dev.granary.reputation.ledger;

import static java.util.Objects.requireNonNull;

import dev.granary.kernel.SourceId;
import dev.granary.reputation.score.Assessment;
import dev.granary.reputation.score.Explanation;
import dev.granary.reputation.score.Scoring;
import java.time.Duration;
import java.time.Instant;

/**
 * A fresh look at one account: time passes, evidence fades, quarantines end.
 *
 * @param revision that of the account reviewed; when it has changed meanwhile the review is void
 * @param explanation the scores as of now
 * @param publish whether others must be told
 * @param nextReviewAt when to look again if nothing happens before
 */
public record Review(SourceId source, long revision, Explanation explanation, boolean publish, Instant nextReviewAt) {
    public Review {
        requireNonNull(source, "source");
        requireNonNull(explanation, "explanation");
        requireNonNull(nextReviewAt, "nextReviewAt");
    }

    /** Looks at {@code account} at {@code now}. */
    public static Review of(Account account, Scoring scoring, LedgerSettings settings, Instant now) {
        Explanation explanation = scoring.explain(account.evidence(), account.groupStanding(), now);
        Assessment fresh = explanation.assessment();
        boolean publish = account.published()
                .map(told -> differs(told, fresh, settings)
                        || Duration.between(told.at(), now).compareTo(settings.republishEvery()) >= 0)
                .orElse(true);
        return new Review(account.source(), account.revision(), explanation, publish, nextAt(fresh, settings));
    }

    private static boolean differs(Account.Publication told, Assessment fresh, LedgerSettings settings) {
        return Math.abs(told.score() - fresh.score()) >= settings.material()
                || Math.abs(told.seedScore() - fresh.seedScore()) >= settings.material()
                || told.eligible() != fresh.isEligible()
                || !told.quarantinedUntil().equals(fresh.quarantinedUntil());
    }

    private static Instant nextAt(Assessment fresh, LedgerSettings settings) {
        Instant regular = fresh.at().plus(settings.reviewEvery());
        return fresh.quarantinedUntil().filter(regular::isAfter).orElse(regular);
    }
}
