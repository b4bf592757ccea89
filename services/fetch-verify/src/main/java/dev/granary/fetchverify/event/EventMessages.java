package dev.granary.fetchverify.event;

import com.google.protobuf.ByteString;
import com.google.protobuf.Timestamp;
import dev.granary.contracts.Topics;
import dev.granary.contracts.v1.Artifact;
import dev.granary.contracts.v1.ArtifactFetched;
import dev.granary.contracts.v1.ArtifactRecalled;
import dev.granary.contracts.v1.ArtifactStored;
import dev.granary.contracts.v1.Digest;
import dev.granary.contracts.v1.Phase;
import dev.granary.contracts.v1.PolicyDecision;
import dev.granary.contracts.v1.RecallState;
import dev.granary.contracts.v1.VerificationLevel;
import dev.granary.fetchverify.expectation.Expectation;
import dev.granary.fetchverify.policy.Recall;
import dev.granary.fetchverify.receipt.Receipt;
import dev.granary.fetchverify.receipt.Receipt.Decision;
import dev.granary.fetchverify.store.ArtifactRecord;
import dev.granary.kernel.ContentDigest;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/**
 * Writes facts as the contracts' messages.
 *
 * @param site the mirror that speaks
 */
public record EventMessages(String site) {
    /**
     * The event of one fetch.
     *
     * @param artifact what was stored; empty when nothing was
     */
    public OutgoingEvent fetched(FetchResult result, String id, Instant now, Optional<ArtifactRecord> artifact) {
        ArtifactFetched.Builder message = ArtifactFetched.newBuilder()
                .setEventId(id)
                .setOccurredAt(timestamp(now))
                .setSite(site)
                .setSource(result.source().toString())
                .setArtifact(artifact.map(EventMessages::artifact).orElseGet(() -> unknown(result)))
                .setOutcome(outcome(result.outcome()))
                .setErrorCode(result.errorCode())
                .setReceivedBytes(result.receivedBytes())
                .setAttempts(result.attempts())
                .setTraceId(result.tracing().traceId());
        result.tracing().phases().forEach(phase -> message.addPhases(phase(phase)));
        artifact.ifPresent(a -> message.setLevel(level(a.expectation())));
        artifact.flatMap(ArtifactRecord::receipt)
                .ifPresent(r -> r.decisions().forEach(d -> message.addDecisions(decision(d))));
        return new OutgoingEvent(
                Topics.ARTIFACT_FETCHED,
                result.source().toString(),
                id,
                now,
                result.tracing().traceparent(),
                message.build());
    }

    /** The event of a stored artifact. */
    public OutgoingEvent stored(ArtifactRecord artifact, Receipt receipt, String traceparent) {
        Expectation expectation = artifact.expectation();
        ArtifactStored message = ArtifactStored.newBuilder()
                .setEventId(receipt.eventId())
                .setOccurredAt(timestamp(receipt.at()))
                .setSite(site)
                .setArtifact(artifact(artifact))
                .setLevel(level(expectation))
                .setSource(artifact.source().toString())
                .setExpectedFrom(expectation.claimedBy().toString())
                .setEvidence(expectation.evidence())
                .setFirstSeenAt(timestamp(expectation.firstSeenAt()))
                .setTraceId(receipt.traceId())
                .build();
        return new OutgoingEvent(
                Topics.ARTIFACT_STORED, artifact.sha256().hex(), receipt.eventId(), receipt.at(), traceparent, message);
    }

    /** The event of a recall decision. */
    public OutgoingEvent recalled(Recall recall, String id, String traceparent) {
        ArtifactRecalled message = ArtifactRecalled.newBuilder()
                .setEventId(id)
                .setOccurredAt(timestamp(recall.at()))
                .setSite(site)
                .setPurl(recall.subject().toString())
                .setState(recall.active() ? RecallState.RECALL_STATE_RECALLED : RecallState.RECALL_STATE_LIFTED)
                .setReason(recall.reason())
                .setActor(recall.actor())
                .setRevision(recall.revision())
                .build();
        return new OutgoingEvent(
                Topics.ARTIFACT_RECALLED, recall.subject().toString(), id, recall.at(), traceparent, message);
    }

    private static Artifact unknown(FetchResult result) {
        return Artifact.newBuilder()
                .setPurl(result.purl())
                .setFile(result.file())
                .build();
    }

    private static dev.granary.contracts.v1.FetchOutcome outcome(FetchOutcome outcome) {
        return switch (outcome) {
            case VERIFIED -> dev.granary.contracts.v1.FetchOutcome.FETCH_OUTCOME_VERIFIED;
            case CORRUPT -> dev.granary.contracts.v1.FetchOutcome.FETCH_OUTCOME_CORRUPT;
            case FAILED -> dev.granary.contracts.v1.FetchOutcome.FETCH_OUTCOME_FAILED;
            case NOT_FOUND -> dev.granary.contracts.v1.FetchOutcome.FETCH_OUTCOME_NOT_FOUND;
            case REFUSED -> dev.granary.contracts.v1.FetchOutcome.FETCH_OUTCOME_REFUSED;
        };
    }

    private static Artifact artifact(ArtifactRecord artifact) {
        Expectation expectation = artifact.expectation();
        List<ContentDigest> digests =
                new ArrayList<>(artifact.receipt().map(Receipt::verified).orElse(List.of(artifact.sha256())));
        Artifact.Builder message = Artifact.newBuilder()
                .setPurl(expectation.file().coordinate().toString())
                .setFile(expectation.file().path())
                .setSizeBytes(artifact.size());
        digests.forEach(digest -> message.addDigests(Digest.newBuilder()
                .setAlgorithm(digest.algorithm().id())
                .setValue(ByteString.copyFrom(digest.toBytes()))));
        expectation.publishedAt().ifPresent(at -> message.setPublishedAt(timestamp(at)));
        return message.build();
    }

    private static VerificationLevel level(Expectation expectation) {
        return switch (expectation.level()) {
            case L0 -> VerificationLevel.VERIFICATION_LEVEL_L0;
            case L1 -> VerificationLevel.VERIFICATION_LEVEL_L1;
            case L2 -> VerificationLevel.VERIFICATION_LEVEL_L2;
            case L3 -> VerificationLevel.VERIFICATION_LEVEL_L3;
            case L4 -> VerificationLevel.VERIFICATION_LEVEL_L4;
        };
    }

    private static Phase phase(Receipt.Phase phase) {
        return Phase.newBuilder()
                .setName(phase.name())
                .setMicros(phase.took().toNanos() / 1000)
                .build();
    }

    private static PolicyDecision decision(Decision decision) {
        return PolicyDecision.newBuilder()
                .setPolicy(decision.policy())
                .setVerdict(decision.allowed() ? "allowed" : "denied")
                .setReason(decision.reason())
                .build();
    }

    private static Timestamp timestamp(Instant at) {
        return Timestamp.newBuilder()
                .setSeconds(at.getEpochSecond())
                .setNanos(at.getNano())
                .build();
    }
}
