package dev.granary.reputation.kafka;

import com.google.protobuf.Timestamp;
import dev.granary.contracts.v1.Artifact;
import dev.granary.contracts.v1.ArtifactFetched;
import dev.granary.contracts.v1.FetchOutcome;
import dev.granary.contracts.v1.Phase;
import java.time.Instant;
import java.util.UUID;

/** Builds events as fetch-verify sends them: a small verified transfer in 150 ms unless told otherwise. */
public final class FetchedEvents {
    private FetchedEvents() {}

    /** One event of the site {@code local}. */
    public static ArtifactFetched.Builder anEvent(UUID eventId, String source, Instant occurredAt) {
        return ArtifactFetched.newBuilder()
                .setEventId(eventId.toString())
                .setOccurredAt(Timestamp.newBuilder()
                        .setSeconds(occurredAt.getEpochSecond())
                        .setNanos(occurredAt.getNano()))
                .setSite("local")
                .setSource(source)
                .setArtifact(Artifact.newBuilder()
                        .setPurl("pkg:npm/left-pad@1.3.0")
                        .setFile("left-pad/-/left-pad-1.3.0.tgz"))
                .setOutcome(FetchOutcome.FETCH_OUTCOME_VERIFIED)
                .setReceivedBytes(2000)
                .addPhases(phase("connect", 20))
                .addPhases(phase("first-byte", 80))
                .addPhases(phase("transfer", 50))
                .addPhases(phase("store", 9000))
                .setTraceId("0af7651916cd43dd8448eb211c80319c");
    }

    private static Phase phase(String name, long millis) {
        return Phase.newBuilder().setName(name).setMicros(millis * 1000).build();
    }
}
