package dev.granary.fetchverify.postgres;

import com.google.protobuf.Timestamp;
import dev.granary.contracts.v1.Artifact;
import dev.granary.contracts.v1.ArtifactFetched;
import dev.granary.contracts.v1.ArtifactRecalled;
import dev.granary.contracts.v1.ArtifactStored;
import dev.granary.contracts.v1.RecallState;
import dev.granary.contracts.v1.VerificationLevel;
import dev.granary.kernel.ContentDigest;
import io.smallrye.mutiny.Multi;
import io.smallrye.mutiny.Uni;
import java.time.Instant;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.UUID;
import org.hibernate.reactive.mutiny.Mutiny.Session;
import org.jspecify.annotations.Nullable;

/** Writes facts into the tables, each once however often it comes. */
final class FactWriter {
    private FactWriter() {}

    /** Writes all that did not take effect before, in order, within the session's transaction. */
    static Uni<Void> write(Session session, List<Fact> facts, Instant now) {
        List<UUID> ids = facts.stream().map(Fact::eventId).toList();
        return session.createSelectionQuery("select eventId from ProcessedEvent where eventId in :ids", UUID.class)
                .setParameter("ids", ids)
                .getResultList()
                .chain(known -> {
                    Set<UUID> seen = new HashSet<>(known);
                    List<Fact> fresh = facts.stream()
                            .filter(fact -> seen.add(fact.eventId()))
                            .toList();
                    return Multi.createFrom()
                            .iterable(fresh)
                            .onItem()
                            .transformToUniAndConcatenate(fact -> write(session, fact)
                                    .chain(() -> session.persist(processed(fact, now)))
                                    .replaceWith(fact))
                            .collect()
                            .last()
                            .replaceWithVoid();
                });
    }

    private static Uni<Void> write(Session session, Fact fact) {
        return switch (fact) {
            case Fact.Stored stored -> pin(session, stored);
            case Fact.Fetched fetched -> session.persist(receipt(fetched));
            case Fact.Recalled recalled -> recall(session, recalled.message());
            case Fact.Nothing _ -> Uni.createFrom().voidItem();
        };
    }

    private static Uni<Void> pin(Session session, Fact.Stored fact) {
        ArtifactStored message = fact.message();
        Artifact artifact = message.getArtifact();
        List<ContentDigest> digests = Digests.of(artifact);
        return session.createMutationQuery("""
                        insert into Pin (fileKey, purl, digests, sizeBytes, claimedBy, firstSeenAt, publishedAt, level,
                            evidence)
                        values (:fileKey, :purl, :digests, :sizeBytes, :claimedBy, :firstSeenAt, :publishedAt, :level,
                            :evidence)
                        on conflict (fileKey) do nothing""")
                .setParameter("fileKey", fact.fileKey())
                .setParameter("purl", artifact.getPurl())
                .setParameter("digests", Digests.toText(digests))
                .setParameter("sizeBytes", artifact.hasSizeBytes() ? artifact.getSizeBytes() : null)
                .setParameter("claimedBy", message.getExpectedFrom())
                .setParameter("firstSeenAt", instant(message.getFirstSeenAt()))
                .setParameter("publishedAt", publishedAt(artifact))
                .setParameter("level", level(message.getLevel()))
                .setParameter("evidence", message.getEvidence())
                .executeUpdate()
                .chain(inserted -> inserted > 0 ? Uni.createFrom().voidItem() : compare(session, fact, digests));
    }

    private static Uni<Void> compare(Session session, Fact.Stored fact, List<ContentDigest> digests) {
        return session.find(PinRow.class, fact.fileKey()).chain(pin -> {
            if (!Digests.contradict(Digests.parse(pin.digests), digests)) {
                return Uni.createFrom().voidItem();
            }
            HashConflictRow conflict = new HashConflictRow();
            conflict.eventId = fact.eventId();
            conflict.fileKey = fact.fileKey();
            conflict.purl = fact.message().getArtifact().getPurl();
            conflict.digests = Digests.toText(digests);
            conflict.claimedBy = fact.message().getExpectedFrom();
            conflict.seenAt = instant(fact.message().getOccurredAt());
            conflict.site = fact.message().getSite();
            return session.persist(conflict);
        });
    }

    private static ReceiptRow receipt(Fact.Fetched fact) {
        ArtifactFetched message = fact.message();
        ReceiptRow row = new ReceiptRow();
        row.eventId = fact.eventId();
        row.fileKey = fact.fileKey();
        row.purl = message.getArtifact().getPurl();
        row.source = message.getSource();
        row.at = instant(message.getOccurredAt());
        row.message = message.toByteArray();
        return row;
    }

    private static Uni<Void> recall(Session session, ArtifactRecalled message) {
        return session.createMutationQuery("""
                        insert into Recall (purl, active, reason, actor, decidedAt, revision)
                        values (:purl, :active, :reason, :actor, :decidedAt, :revision)
                        on conflict (purl) do update set active = excluded.active, reason = excluded.reason,
                            actor = excluded.actor, decidedAt = excluded.decidedAt, revision = excluded.revision
                        where revision < excluded.revision""")
                .setParameter("purl", message.getPurl())
                .setParameter("active", message.getState() == RecallState.RECALL_STATE_RECALLED)
                .setParameter("reason", message.getReason())
                .setParameter("actor", message.getActor())
                .setParameter("decidedAt", instant(message.getOccurredAt()))
                .setParameter("revision", message.getRevision())
                .executeUpdate()
                .replaceWithVoid();
    }

    private static ProcessedEventRow processed(Fact fact, Instant now) {
        ProcessedEventRow row = new ProcessedEventRow();
        row.eventId = fact.eventId();
        row.processedAt = now;
        return row;
    }

    private static String level(VerificationLevel level) {
        return switch (level) {
            case VERIFICATION_LEVEL_L1 -> "L1";
            case VERIFICATION_LEVEL_L2 -> "L2";
            case VERIFICATION_LEVEL_L3 -> "L3";
            case VERIFICATION_LEVEL_L4 -> "L4";
            case VERIFICATION_LEVEL_L0, VERIFICATION_LEVEL_UNSPECIFIED, UNRECOGNIZED -> "L0";
        };
    }

    private static @Nullable Instant publishedAt(Artifact artifact) {
        return artifact.hasPublishedAt() ? instant(artifact.getPublishedAt()) : null;
    }

    private static Instant instant(Timestamp timestamp) {
        return Instant.ofEpochSecond(timestamp.getSeconds(), timestamp.getNanos());
    }
}
