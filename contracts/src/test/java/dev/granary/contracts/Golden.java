package dev.granary.contracts;

import com.google.protobuf.ByteString;
import com.google.protobuf.Message;
import com.google.protobuf.Timestamp;
import dev.granary.contracts.v1.Artifact;
import dev.granary.contracts.v1.ArtifactFetched;
import dev.granary.contracts.v1.ArtifactRecalled;
import dev.granary.contracts.v1.ArtifactStored;
import dev.granary.contracts.v1.Digest;
import dev.granary.contracts.v1.FetchOutcome;
import dev.granary.contracts.v1.Phase;
import dev.granary.contracts.v1.PolicyDecision;
import dev.granary.contracts.v1.RecallState;
import dev.granary.contracts.v1.ReputationScored;
import dev.granary.contracts.v1.VerificationLevel;
import java.util.Map;

/** What the files of {@code golden/} hold. A new file is added here; an old one never changes. */
final class Golden {
    private static final Timestamp TIME = Timestamp.newBuilder()
            .setSeconds(1_790_000_000L)
            .setNanos(123_456_789)
            .build();
    private static final Timestamp LATER =
            TIME.toBuilder().setSeconds(1_790_003_600L).build();
    private static final String SOURCE = "upstream:npm/registry.example";
    private static final String TRACE = "0af7651916cd43dd8448eb211c80319c";

    private Golden() {}

    /** The content of each golden file, by file name. */
    static Map<String, Message> files() {
        return Map.of(
                "ArtifactFetched-whole.bin", fetched(),
                "ArtifactFetched-failed.bin", failed(),
                "ArtifactStored-whole.bin", stored(),
                "ArtifactRecalled-whole.bin", recalled(),
                "ReputationScored-whole.bin", scored());
    }

    private static ArtifactFetched fetched() {
        return ArtifactFetched.newBuilder()
                .setEventId("6b1f9a52-6f0e-4d5a-9b39-0d3f3a3b8f10")
                .setOccurredAt(TIME)
                .setSite("site-a")
                .setSource(SOURCE)
                .setArtifact(artifact())
                .setOutcome(FetchOutcome.FETCH_OUTCOME_VERIFIED)
                .setErrorCode("NONE")
                .setReceivedBytes(Long.MAX_VALUE)
                .addPhases(Phase.newBuilder().setName("connect").setMicros(1_200))
                .addPhases(Phase.newBuilder().setName("transfer").setMicros(3_400_000))
                .setAttempts(2)
                .setLevel(VerificationLevel.VERIFICATION_LEVEL_L2)
                .addDecisions(PolicyDecision.newBuilder()
                        .setPolicy("release-age")
                        .setVerdict("allowed")
                        .setReason("older than P3D"))
                .setTraceId(TRACE)
                .build();
    }

    /** An event with little in it: absent fields and an empty file must stay different things. */
    private static ArtifactFetched failed() {
        return ArtifactFetched.newBuilder()
                .setEventId("0e5c7c02-52f3-4b9a-8a57-3f5d86a3c5c1")
                .setOccurredAt(TIME)
                .setSource(SOURCE)
                .setArtifact(
                        Artifact.newBuilder().setPurl("pkg:npm/left-pad@1.3.0").setSizeBytes(0))
                .setOutcome(FetchOutcome.FETCH_OUTCOME_FAILED)
                .setErrorCode("UPSTREAM_UNREACHABLE")
                .build();
    }

    private static ArtifactStored stored() {
        return ArtifactStored.newBuilder()
                .setEventId("3c8f2b0e-8a0b-4e9d-93cf-5a8f3f0c7d21")
                .setOccurredAt(LATER)
                .setSite("site-a")
                .setArtifact(artifact())
                .setLevel(VerificationLevel.VERIFICATION_LEVEL_L1)
                .setSource(SOURCE)
                .setExpectedFrom(SOURCE)
                .setEvidence("dist.integrity sha512")
                .setFirstSeenAt(TIME)
                .setTraceId(TRACE)
                .build();
    }

    private static ArtifactRecalled recalled() {
        return ArtifactRecalled.newBuilder()
                .setEventId("b52a6d5d-0c51-4a3c-9c5f-29a2e3a4f7be")
                .setOccurredAt(TIME)
                .setSite("site-b")
                .setPurl("pkg:npm/%40scope/name@1.0.0")
                .setState(RecallState.RECALL_STATE_RECALLED)
                .setReason("malware, see ticket 7")
                .setActor("security-team")
                .setRevision(3)
                .build();
    }

    private static ReputationScored scored() {
        return ReputationScored.newBuilder()
                .setEventId("f4b0a1b6-7d11-4f3a-8f0e-aa0d2fd34c55")
                .setOccurredAt(LATER)
                .setSite("site-a")
                .setSource(SOURCE)
                .setSeedScore(0.85)
                .setScore(0.6)
                .setEligible(true)
                .setQuarantinedUntil(LATER)
                .setVerifiedWeight(20.5)
                .setFailedWeight(0.25)
                .setCorruptWeight(1)
                .setExplanation("20 verified transfers, fast")
                .build();
    }

    private static Artifact artifact() {
        return Artifact.newBuilder()
                .setPurl("pkg:npm/left-pad@1.3.0")
                .setFile("left-pad/-/left-pad-1.3.0.tgz")
                .addDigests(Digest.newBuilder().setAlgorithm("sha256").setValue(ByteString.copyFrom(new byte[32])))
                .setSizeBytes(4_096)
                .setPublishedAt(TIME)
                .build();
    }
}
