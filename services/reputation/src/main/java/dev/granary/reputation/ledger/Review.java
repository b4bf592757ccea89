package dev.granary.reputation.ledger;

import static java.util.Objects.requireNonNull;

import dev.granary.kernel.SourceId;
import dev.granary.reputation.score.Explanation;
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
}
