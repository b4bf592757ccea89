package dev.granary.reputation.ledger;

import static dev.granary.reputation.evidence.ObservationBuilder.START;
import static dev.granary.reputation.evidence.ObservationBuilder.UPSTREAM;
import static dev.granary.reputation.evidence.ObservationBuilder.anObservation;
import static org.assertj.core.api.Assertions.assertThat;

import dev.granary.reputation.evidence.Evidence;
import dev.granary.reputation.evidence.EvidenceSettings;
import dev.granary.reputation.evidence.GroupStanding;
import dev.granary.reputation.ledger.Account.Publication;
import dev.granary.reputation.score.Assessment;
import dev.granary.reputation.score.Scoring;
import java.time.Duration;
import java.time.Instant;
import java.util.Optional;
import org.junit.jupiter.api.Test;

final class ReviewTest {
    private static final LedgerSettings SETTINGS =
            new LedgerSettings(Duration.ofDays(30), 10, Duration.ofMinutes(5), Duration.ofDays(1), 0.01);

    @Test
    void tellsAScoreThatWasNeverTold() {
        assertThat(review(evidenceOf(1), Optional.empty(), START).publish()).isTrue();
    }

    @Test
    void keepsSilentAboutTheSameScore() {
        assertThat(review(evidenceOf(1), toldOf(evidenceOf(1)), START).publish())
                .isFalse();
    }

    @Test
    void tellsAScoreThatMovedAPercent() {
        assertThat(review(evidenceOf(2), toldOf(evidenceOf(1)), START).publish())
                .isTrue();
    }

    @Test
    void tellsSmallChangesOnceTheyAddUp() {
        // Given
        Evidence evidence = evidenceOf(20);

        // When
        Review soon = review(evidence, toldOf(evidence), START.plus(Duration.ofMinutes(2)));
        Review later = review(evidence, toldOf(evidence), START.plus(Duration.ofHours(5)));

        // Then
        assertThat(soon.publish()).isFalse();
        assertThat(later.publish()).isTrue();
    }

    @Test
    void tellsAQuarantineEvenIfTheScoreWasZeroBefore() {
        // Given
        Evidence nothing = Evidence.startingAt(START);
        Evidence corrupt = nothing.plus(anObservation().corrupt().build(), EvidenceSettings.PROVEN);

        // When
        Review review = review(corrupt, toldOf(nothing), START);

        // Then
        assertThat(review.publish()).isTrue();
        assertThat(review.nextReviewAt()).isEqualTo(START.plus(SETTINGS.reviewEvery()));
    }

    private static Review review(Evidence evidence, Optional<Publication> published, Instant now) {
        Assessment assessment = Scoring.PROVEN.assess(evidence, GroupStanding.NONE, START);
        Account account =
                new Account(UPSTREAM, Optional.empty(), evidence, GroupStanding.NONE, assessment, published, 7, START);
        return new Reviewer(Scoring.PROVEN, SETTINGS).review(account, now);
    }

    private static Optional<Publication> toldOf(Evidence evidence) {
        return Optional.of(Publication.of(Scoring.PROVEN.assess(evidence, GroupStanding.NONE, START)));
    }

    private static Evidence evidenceOf(int transfers) {
        Evidence evidence = Evidence.startingAt(START);
        for (int i = 0; i < transfers; i++) {
            evidence = evidence.plus(anObservation().verified(0, 10, "p").build(), EvidenceSettings.PROVEN);
        }
        return evidence;
    }
}
