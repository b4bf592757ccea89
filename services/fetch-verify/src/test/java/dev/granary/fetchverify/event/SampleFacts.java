package dev.granary.fetchverify.event;

import com.google.protobuf.ByteString;
import com.google.protobuf.Message;
import com.google.protobuf.Timestamp;
import dev.granary.contracts.Topics;
import dev.granary.contracts.v1.Artifact;
import dev.granary.contracts.v1.ArtifactFetched;
import dev.granary.contracts.v1.ArtifactRecalled;
import dev.granary.contracts.v1.ArtifactStored;
import dev.granary.contracts.v1.Digest;
import dev.granary.contracts.v1.FetchOutcome;
import dev.granary.contracts.v1.Phase;
import dev.granary.contracts.v1.PolicyDecision;
import dev.granary.contracts.v1.RecallState;
import dev.granary.contracts.v1.VerificationLevel;
import dev.granary.kernel.ContentDigest;
import dev.granary.kernel.DigestAlgorithm;
import java.nio.charset.StandardCharsets;
import java.time.Instant;

/** Events about artifacts, as the gateway writes them. */
public final class SampleFacts {
    public static final Instant AT = Instant.parse("2026-01-02T03:04:05.678901Z");
    public static final String SOURCE = "upstream:npm/registry.example";

    private SampleFacts() {}

    /** The artifact of an npm version whose bytes are {@code content}. */
    public static Artifact artifact(String name, String version, String content) {
        byte[] bytes = content.getBytes(StandardCharsets.UTF_8);
        return Artifact.newBuilder()
                .setPurl("pkg:npm/" + name + "@" + version)
                .setFile(name + "/-/" + name + "-" + version + ".tgz")
                .addDigests(digest(DigestAlgorithm.SHA256, bytes))
                .addDigests(digest(DigestAlgorithm.SHA512, bytes))
                .setSizeBytes(bytes.length)
                .setPublishedAt(timestamp(AT.minusSeconds(86_400)))
                .build();
    }

    public static OutgoingEvent stored(int number, Artifact artifact) {
        String id = SampleEvents.eventId(number);
        ArtifactStored message = ArtifactStored.newBuilder()
                .setEventId(id)
                .setOccurredAt(timestamp(AT))
                .setSite("local")
                .setArtifact(artifact)
                .setLevel(VerificationLevel.VERIFICATION_LEVEL_L2)
                .setSource(SOURCE)
                .setExpectedFrom(SOURCE)
                .setEvidence("dist.integrity sha512")
                .setFirstSeenAt(timestamp(AT.minusSeconds(60)))
                .build();
        return event(Topics.ARTIFACT_STORED, "key", id, message);
    }

    public static OutgoingEvent fetched(int number, Artifact artifact) {
        return fetched(number, artifact, AT);
    }

    public static OutgoingEvent fetched(int number, Artifact artifact, Instant at) {
        String id = SampleEvents.eventId(number);
        ArtifactFetched message = ArtifactFetched.newBuilder()
                .setEventId(id)
                .setOccurredAt(timestamp(at))
                .setSite("local")
                .setSource(SOURCE)
                .setArtifact(artifact)
                .setOutcome(FetchOutcome.FETCH_OUTCOME_VERIFIED)
                .setReceivedBytes(42)
                .setAttempts(1)
                .setLevel(VerificationLevel.VERIFICATION_LEVEL_L2)
                .addPhases(Phase.newBuilder().setName("connect").setMicros(1500))
                .addDecisions(PolicyDecision.newBuilder()
                        .setPolicy("release-age")
                        .setVerdict("allowed")
                        .setReason("old"))
                .setTraceId("0af7651916cd43dd8448eb211c80319c")
                .build();
        return event(Topics.ARTIFACT_FETCHED, SOURCE, id, message);
    }

    public static OutgoingEvent recalled(int number, String purl, long revision, RecallState state) {
        String id = SampleEvents.eventId(number);
        ArtifactRecalled message = ArtifactRecalled.newBuilder()
                .setEventId(id)
                .setOccurredAt(timestamp(AT))
                .setSite("local")
                .setPurl(purl)
                .setState(state)
                .setReason("revision " + revision)
                .setActor("somebody")
                .setRevision(revision)
                .build();
        return event(Topics.ARTIFACT_RECALLED, purl, id, message);
    }

    /** The event as a feed hands it out. */
    public static QueuedEvent queued(OutgoingEvent event) {
        return new QueuedEvent(
                0,
                event.topic(),
                event.key(),
                event.eventId(),
                event.time(),
                event.traceparent(),
                event.message().getDescriptorForType().getFullName(),
                event.message().toByteString());
    }

    private static OutgoingEvent event(String topic, String key, String id, Message message) {
        return new OutgoingEvent(topic, key, id, AT, SampleEvents.TRACEPARENT, message);
    }

    private static Digest digest(DigestAlgorithm algorithm, byte[] bytes) {
        return Digest.newBuilder()
                .setAlgorithm(algorithm.id())
                .setValue(
                        ByteString.copyFrom(ContentDigest.hash(algorithm, bytes).toBytes()))
                .build();
    }

    private static Timestamp timestamp(Instant at) {
        return Timestamp.newBuilder()
                .setSeconds(at.getEpochSecond())
                .setNanos(at.getNano())
                .build();
    }
}
