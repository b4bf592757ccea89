package dev.granary.reputation.postgres;

import dev.granary.reputation.ledger.Account.Publication;
import jakarta.persistence.Column;
import jakarta.persistence.Entity;
import jakarta.persistence.Id;
import jakarta.persistence.Table;
import java.time.Instant;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/** One source; {@link AccountMapping} turns it into an account and back. */
@Entity(name = "Source")
@Table(name = "source")
class SourceRow {
    @Id
    @Column(name = "id")
    String id = "";

    @Column(name = "network_group")
    @Nullable
    String networkGroup;

    @Column(name = "revision")
    long revision;

    @Column(name = "review_at")
    Instant reviewAt = Instant.EPOCH;

    @Column(name = "verified_weight")
    long verifiedWeight;

    @Column(name = "verified_as_of")
    Instant verifiedAsOf = Instant.EPOCH;

    @Column(name = "failed_weight")
    long failedWeight;

    @Column(name = "failed_as_of")
    Instant failedAsOf = Instant.EPOCH;

    @Column(name = "corrupt_weight")
    long corruptWeight;

    @Column(name = "corrupt_as_of")
    Instant corruptAsOf = Instant.EPOCH;

    @Column(name = "verified_count")
    long verifiedCount;

    @Column(name = "failed_count")
    long failedCount;

    @Column(name = "corrupt_count")
    long corruptCount;

    @Column(name = "not_found_count")
    long notFoundCount;

    @Column(name = "refused_count")
    long refusedCount;

    @Column(name = "transfer_millis")
    double transferMillis;

    @Column(name = "answer_millis")
    double answerMillis;

    @Column(name = "recent_packages")
    String recentPackages = "";

    @Column(name = "first_seen_at")
    Instant firstSeenAt = Instant.EPOCH;

    @Column(name = "last_seen_at")
    Instant lastSeenAt = Instant.EPOCH;

    @Column(name = "last_verified_at")
    @Nullable
    Instant lastVerifiedAt;

    @Column(name = "last_corrupt_at")
    @Nullable
    Instant lastCorruptAt;

    @Column(name = "assessed_at")
    Instant assessedAt = Instant.EPOCH;

    @Column(name = "seed_score")
    double seedScore;

    @Column(name = "score")
    double score;

    @Column(name = "published_at")
    @Nullable
    Instant publishedAt;

    @Column(name = "published_seed_score")
    @Nullable
    Double publishedSeedScore;

    @Column(name = "published_score")
    @Nullable
    Double publishedScore;

    @Column(name = "published_eligible")
    @Nullable
    Boolean publishedEligible;

    @Column(name = "published_quarantined_until")
    @Nullable
    Instant publishedQuarantinedUntil;

    void write(Publication publication) {
        publishedAt = publication.at();
        publishedSeedScore = publication.seedScore();
        publishedScore = publication.score();
        publishedEligible = publication.eligible();
        publishedQuarantinedUntil = publication.quarantinedUntil().orElse(null);
    }

    Optional<Publication> publication() {
        if (publishedAt == null || publishedSeedScore == null || publishedScore == null || publishedEligible == null) {
            return Optional.empty();
        }
        return Optional.of(new Publication(
                publishedAt,
                publishedSeedScore,
                publishedScore,
                publishedEligible,
                Optional.ofNullable(publishedQuarantinedUntil)));
    }
}
