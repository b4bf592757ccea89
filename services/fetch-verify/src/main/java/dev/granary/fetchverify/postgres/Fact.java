package dev.granary.fetchverify.postgres;

import com.google.protobuf.InvalidProtocolBufferException;
import dev.granary.contracts.Topics;
import dev.granary.contracts.v1.Artifact;
import dev.granary.contracts.v1.ArtifactFetched;
import dev.granary.contracts.v1.ArtifactRecalled;
import dev.granary.contracts.v1.ArtifactStored;
import dev.granary.fetchverify.event.QueuedEvent;
import dev.granary.kernel.PackageCoordinate;
import java.util.UUID;

/** What a queued event says, as far as the database is concerned. */
sealed interface Fact {
    UUID eventId();

    /** An artifact is held: its digests are pinned. */
    record Stored(UUID eventId, String fileKey, ArtifactStored message) implements Fact {}

    /** An artifact was fetched and verified: there is a receipt. */
    record Fetched(UUID eventId, String fileKey, ArtifactFetched message) implements Fact {}

    /** A recall decision. */
    record Recalled(UUID eventId, ArtifactRecalled message) implements Fact {}

    /** Nothing to keep. */
    record Nothing(UUID eventId) implements Fact {}

    /**
     * Reads an event.
     *
     * @throws IllegalArgumentException when it makes no sense
     */
    static Fact of(QueuedEvent event) {
        UUID id = UUID.fromString(event.eventId());
        try {
            return switch (event.topic()) {
                case Topics.ARTIFACT_STORED -> {
                    ArtifactStored message = ArtifactStored.parseFrom(event.payload());
                    yield new Stored(id, fileKey(message.getArtifact()), message);
                }
                case Topics.ARTIFACT_FETCHED -> fetched(id, ArtifactFetched.parseFrom(event.payload()));
                case Topics.ARTIFACT_RECALLED -> new Recalled(id, ArtifactRecalled.parseFrom(event.payload()));
                default -> new Nothing(id);
            };
        } catch (InvalidProtocolBufferException e) {
            throw new IllegalArgumentException("event " + id + " is no message of " + event.topic(), e);
        }
    }

    private static Fact fetched(UUID id, ArtifactFetched message) {
        return switch (message.getOutcome()) {
            case FETCH_OUTCOME_VERIFIED ->
                message.getArtifact().getPurl().isEmpty()
                        ? new Nothing(id) // a document about the registry
                        : new Fetched(id, fileKey(message.getArtifact()), message);
            case FETCH_OUTCOME_UNSPECIFIED,
                    FETCH_OUTCOME_CORRUPT,
                    FETCH_OUTCOME_FAILED,
                    FETCH_OUTCOME_NOT_FOUND,
                    FETCH_OUTCOME_REFUSED,
                    UNRECOGNIZED -> new Nothing(id);
        };
    }

    private static String fileKey(Artifact artifact) {
        PackageCoordinate coordinate = PackageCoordinate.parse(artifact.getPurl())
                .orElseThrow(() -> new IllegalArgumentException("not a package URL: " + artifact.getPurl()));
        return coordinate.ecosystem().id() + "/" + artifact.getFile();
    }
}
