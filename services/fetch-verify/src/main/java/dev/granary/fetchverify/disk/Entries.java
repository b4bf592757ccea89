package dev.granary.fetchverify.disk;

import com.google.protobuf.Timestamp;
import dev.granary.fetchverify.disk.v1.ArtifactEntry;
import dev.granary.fetchverify.disk.v1.DecisionEntry;
import dev.granary.fetchverify.disk.v1.DocumentEntry;
import dev.granary.fetchverify.disk.v1.ExpectationEntry;
import dev.granary.fetchverify.disk.v1.PhaseEntry;
import dev.granary.fetchverify.disk.v1.ReceiptEntry;
import dev.granary.fetchverify.expectation.Expectation;
import dev.granary.fetchverify.format.ArtifactFile;
import dev.granary.fetchverify.receipt.Receipt;
import dev.granary.fetchverify.store.ArtifactRecord;
import dev.granary.fetchverify.store.DocumentRecord;
import dev.granary.kernel.ContentDigest;
import dev.granary.kernel.PackageCoordinate;
import dev.granary.kernel.SourceId;
import dev.granary.kernel.VerificationLevel;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import java.util.OptionalLong;
import org.jspecify.annotations.Nullable;

/** Between records and what is written of them. Reading throws IllegalArgumentException when a part makes no sense. */
final class Entries {
    private Entries() {}

    static ArtifactEntry toEntry(ArtifactRecord artifact) {
        ArtifactEntry.Builder entry = ArtifactEntry.newBuilder()
                .setExpectation(toEntry(artifact.expectation()))
                .setSha256(artifact.sha256().hex())
                .setSizeBytes(artifact.size())
                .setSource(artifact.source().toString());
        artifact.receipt().map(Entries::toEntry).ifPresent(entry::setReceipt);
        return entry.build();
    }

    static ArtifactRecord from(ArtifactEntry entry) {
        return new ArtifactRecord(
                from(entry.getExpectation()),
                ContentDigest.sha256(entry.getSha256()),
                entry.getSizeBytes(),
                SourceId.parse(entry.getSource()),
                entry.hasReceipt() ? Optional.of(from(entry.getReceipt())) : Optional.empty());
    }

    static DocumentEntry toEntry(DocumentRecord document) {
        return DocumentEntry.newBuilder()
                .setKey(document.key())
                .setSha256(document.sha256().hex())
                .setSizeBytes(document.size())
                .setSource(document.source().toString())
                .setBase(document.base())
                .setContentType(document.contentType())
                .setEtag(document.etag())
                .setLastModified(document.lastModified())
                .setFetchedAt(timestamp(document.fetchedAt()))
                .setValidatedAt(timestamp(document.validatedAt()))
                .putAllPins(document.pins())
                .build();
    }

    static DocumentRecord from(DocumentEntry entry) {
        return new DocumentRecord(
                entry.getKey(),
                ContentDigest.sha256(entry.getSha256()),
                entry.getSizeBytes(),
                SourceId.parse(entry.getSource()),
                entry.getBase(),
                entry.getContentType(),
                entry.getEtag(),
                entry.getLastModified(),
                instant(entry.getFetchedAt()),
                instant(entry.getValidatedAt()),
                entry.getPinsMap());
    }

    static Timestamp timestamp(Instant instant) {
        return Timestamp.newBuilder()
                .setSeconds(instant.getEpochSecond())
                .setNanos(instant.getNano())
                .build();
    }

    static Instant instant(Timestamp timestamp) {
        return Instant.ofEpochSecond(timestamp.getSeconds(), timestamp.getNanos());
    }

    private static ExpectationEntry toEntry(Expectation expectation) {
        ExpectationEntry.Builder entry = ExpectationEntry.newBuilder()
                .setRepository(expectation.file().repository())
                .setPurl(expectation.file().coordinate().toString())
                .setPath(expectation.file().path())
                .addAllDigests(toText(expectation.digests()))
                .setClaimedBy(expectation.claimedBy().toString())
                .setFirstSeenAt(timestamp(expectation.firstSeenAt()))
                .setLevel(expectation.level().name())
                .setEvidence(expectation.evidence());
        expectation.size().ifPresent(entry::setSizeBytes);
        expectation.publishedAt().map(Entries::timestamp).ifPresent(entry::setPublishedAt);
        return entry.build();
    }

    private static Expectation from(ExpectationEntry entry) {
        return new Expectation(
                new ArtifactFile(entry.getRepository(), coordinate(entry.getPurl()), entry.getPath()),
                fromText(entry.getDigestsList()),
                entry.hasSizeBytes() ? OptionalLong.of(entry.getSizeBytes()) : OptionalLong.empty(),
                SourceId.parse(entry.getClaimedBy()),
                instant(entry.getFirstSeenAt()),
                Optional.ofNullable(publishedAt(entry)),
                VerificationLevel.valueOf(entry.getLevel()),
                entry.getEvidence());
    }

    private static @Nullable Instant publishedAt(ExpectationEntry entry) {
        return entry.hasPublishedAt() ? instant(entry.getPublishedAt()) : null;
    }

    private static PackageCoordinate coordinate(String purl) {
        return PackageCoordinate.parse(purl)
                .orElseThrow(() -> new IllegalArgumentException("not a package URL: " + purl));
    }

    private static ReceiptEntry toEntry(Receipt receipt) {
        ReceiptEntry.Builder entry = ReceiptEntry.newBuilder()
                .setEventId(receipt.eventId())
                .setAt(timestamp(receipt.at()))
                .addAllVerified(toText(receipt.verified()))
                .setReceivedBytes(receipt.receivedBytes())
                .setAttempts(receipt.attempts())
                .setTraceId(receipt.traceId());
        for (Receipt.Decision decision : receipt.decisions()) {
            entry.addDecisions(DecisionEntry.newBuilder()
                    .setPolicy(decision.policy())
                    .setAllowed(decision.allowed())
                    .setReason(decision.reason()));
        }
        for (Receipt.Phase phase : receipt.phases()) {
            entry.addPhases(PhaseEntry.newBuilder()
                    .setName(phase.name())
                    .setNanos(phase.took().toNanos()));
        }
        return entry.build();
    }

    private static Receipt from(ReceiptEntry entry) {
        return new Receipt(
                entry.getEventId(),
                instant(entry.getAt()),
                fromText(entry.getVerifiedList()),
                entry.getReceivedBytes(),
                entry.getAttempts(),
                entry.getDecisionsList().stream()
                        .map(d -> new Receipt.Decision(d.getPolicy(), d.getAllowed(), d.getReason()))
                        .toList(),
                entry.getPhasesList().stream()
                        .map(p -> new Receipt.Phase(p.getName(), Duration.ofNanos(p.getNanos())))
                        .toList(),
                entry.getTraceId());
    }

    private static List<String> toText(List<ContentDigest> digests) {
        return digests.stream().map(ContentDigest::toString).toList();
    }

    private static List<ContentDigest> fromText(List<String> digests) {
        return digests.stream().map(ContentDigest::parse).toList();
    }
}
