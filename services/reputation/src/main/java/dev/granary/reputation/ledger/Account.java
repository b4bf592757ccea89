package dev.granary.reputation.ledger;

import static java.util.Objects.requireNonNull;

import dev.granary.kernel.SourceId;
import dev.granary.reputation.evidence.Evidence;
import dev.granary.reputation.evidence.GroupStanding;
import dev.granary.reputation.evidence.NetworkGroup;
import dev.granary.reputation.score.Assessment;
import java.time.Instant;
import java.util.Optional;

/**
 * What is kept of one source.
 *
 * @param group that of its first observation; a source can't walk away from its group
 * @param groupStanding that of the group when the account was read
 * @param assessment made when the evidence last changed or was last reviewed
 * @param published what was last told to others
 * @param revision grows with every change; a review of an older one is void
 * @param reviewAt when the scores must be looked at again
 */
public record Account(
        SourceId source,
        Optional<NetworkGroup> group,
        Evidence evidence,
        GroupStanding groupStanding,
        Assessment assessment,
        Optional<Publication> published,
        long revision,
        Instant reviewAt) {
    /**
     * Scores that others were told.
     *
     * @param quarantinedUntil empty when it was not quarantined then
     */
    public record Publication(
            Instant at, double seedScore, double score, boolean eligible, Optional<Instant> quarantinedUntil) {
        public Publication {
            requireNonNull(at, "at");
            requireNonNull(quarantinedUntil, "quarantinedUntil");
        }

        public static Publication of(Assessment assessment) {
            return new Publication(
                    assessment.at(),
                    assessment.seedScore(),
                    assessment.score(),
                    assessment.isEligible(),
                    assessment.quarantinedUntil());
        }
    }

    public Account {
        requireNonNull(source, "source");
        requireNonNull(group, "group");
        requireNonNull(evidence, "evidence");
        requireNonNull(groupStanding, "groupStanding");
        requireNonNull(assessment, "assessment");
        requireNonNull(published, "published");
        requireNonNull(reviewAt, "reviewAt");
    }
}
