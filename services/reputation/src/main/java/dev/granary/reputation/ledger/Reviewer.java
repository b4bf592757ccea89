package dev.granary.reputation.ledger;

import static java.util.Objects.requireNonNull;

import dev.granary.reputation.score.Assessment;
import dev.granary.reputation.score.Explanation;
import dev.granary.reputation.score.Scoring;
import java.time.Duration;
import java.time.Instant;

/** Looks at accounts anew and decides what others must be told. */
public record Reviewer(Scoring scoring, LedgerSettings settings) {
    public Reviewer {
        requireNonNull(scoring, "scoring");
        requireNonNull(settings, "settings");
    }

    /** Looks at {@code account} at {@code now}. */
    public Review review(Account account, Instant now) {
        Explanation explanation = scoring.explain(account.evidence(), account.groupStanding(), now);
        Assessment fresh = explanation.assessment();
        boolean publish = account.published()
                .map(told -> differs(told, fresh)
                        || Duration.between(told.at(), now).compareTo(settings.republishEvery()) >= 0)
                .orElse(true);
        return new Review(account.source(), account.revision(), explanation, publish, nextAt(fresh));
    }

    private boolean differs(Account.Publication told, Assessment fresh) {
        return Math.abs(told.score() - fresh.score()) >= settings.material()
                || Math.abs(told.seedScore() - fresh.seedScore()) >= settings.material()
                || told.eligible() != fresh.isEligible()
                || !told.quarantinedUntil().equals(fresh.quarantinedUntil());
    }

    private Instant nextAt(Assessment fresh) {
        Instant regular = fresh.at().plus(settings.reviewEvery());
        return fresh.quarantinedUntil().filter(regular::isAfter).orElse(regular);
    }
}
