package dev.granary.reputation.postgres;

import dev.granary.kernel.SourceId;
import dev.granary.reputation.evidence.DecayingSum;
import dev.granary.reputation.evidence.Evidence;
import dev.granary.reputation.evidence.GroupStanding;
import dev.granary.reputation.evidence.NetworkGroup;
import dev.granary.reputation.evidence.Pace;
import dev.granary.reputation.evidence.RecentPackages;
import dev.granary.reputation.evidence.Sightings;
import dev.granary.reputation.evidence.Tally;
import dev.granary.reputation.evidence.Weights;
import dev.granary.reputation.ledger.Account;
import dev.granary.reputation.score.Assessment;
import dev.granary.reputation.score.Scoring;
import java.time.Instant;
import java.util.Optional;
import java.util.stream.Collectors;

/** Between accounts and rows. */
final class AccountMapping {
    private AccountMapping() {}

    static Account toAccount(SourceRow row, GroupStanding standing, Scoring scoring) {
        Evidence evidence = new Evidence(
                new Weights(
                        new DecayingSum(row.verifiedWeight, row.verifiedAsOf),
                        new DecayingSum(row.failedWeight, row.failedAsOf),
                        new DecayingSum(row.corruptWeight, row.corruptAsOf)),
                new Tally(row.verifiedCount, row.failedCount, row.corruptCount, row.notFoundCount, row.refusedCount),
                new Pace(row.transferMillis, row.answerMillis),
                packages(row.recentPackages),
                new Sightings(
                        row.firstSeenAt,
                        row.lastSeenAt,
                        Optional.ofNullable(row.lastVerifiedAt),
                        Optional.ofNullable(row.lastCorruptAt)));
        return new Account(
                SourceId.parse(row.id),
                Optional.ofNullable(row.networkGroup).map(NetworkGroup::new),
                evidence,
                standing,
                scoring.assess(evidence, standing, row.assessedAt),
                row.publication(),
                row.revision,
                row.reviewAt);
    }

    /** Writes everything but what was published, which only reviews change. */
    static void write(Account account, SourceRow row) {
        Evidence evidence = account.evidence();
        row.id = account.source().toString();
        row.networkGroup = account.group().map(NetworkGroup::id).orElse(null);
        row.revision = account.revision();
        row.reviewAt = account.reviewAt();
        write(evidence.weights(), row);
        write(evidence.tally(), row);
        row.transferMillis = evidence.pace().transferMillis();
        row.answerMillis = evidence.pace().answerMillis();
        row.recentPackages = text(evidence.packages());
        row.firstSeenAt = evidence.sightings().first();
        row.lastSeenAt = evidence.sightings().last();
        row.lastVerifiedAt = evidence.sightings().lastVerified().orElse(null);
        row.lastCorruptAt = evidence.sightings().lastCorrupt().orElse(null);
        write(account.assessment(), row);
    }

    static void write(Assessment assessment, SourceRow row) {
        row.assessedAt = assessment.at();
        row.seedScore = assessment.seedScore();
        row.score = assessment.score();
    }

    private static void write(Weights weights, SourceRow row) {
        row.verifiedWeight = weights.verified().billionths();
        row.verifiedAsOf = weights.verified().asOf();
        row.failedWeight = weights.failed().billionths();
        row.failedAsOf = weights.failed().asOf();
        row.corruptWeight = weights.corrupt().billionths();
        row.corruptAsOf = weights.corrupt().asOf();
    }

    private static void write(Tally tally, SourceRow row) {
        row.verifiedCount = tally.verified();
        row.failedCount = tally.failed();
        row.corruptCount = tally.corrupt();
        row.notFoundCount = tally.notFound();
        row.refusedCount = tally.refused();
    }

    private static String text(RecentPackages packages) {
        return packages.newestFirst().stream()
                .map(delivery -> delivery.verifiedAt().toEpochMilli() + " " + delivery.packageName())
                .collect(Collectors.joining("\n"));
    }

    private static RecentPackages packages(String text) {
        return new RecentPackages(text.lines().map(AccountMapping::delivery).toList());
    }

    private static RecentPackages.Delivery delivery(String line) {
        int space = line.indexOf(' ');
        Instant at = Instant.ofEpochMilli(Long.parseLong(line.substring(0, space)));
        return new RecentPackages.Delivery(line.substring(space + 1), at);
    }
}
