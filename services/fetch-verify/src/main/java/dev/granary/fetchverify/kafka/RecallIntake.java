package dev.granary.fetchverify.kafka;

import com.google.protobuf.InvalidProtocolBufferException;
import dev.granary.contracts.v1.ArtifactRecalled;
import dev.granary.contracts.v1.RecallState;
import dev.granary.fetchverify.gateway.Recalls;
import dev.granary.fetchverify.policy.Recall;
import dev.granary.kernel.PackageCoordinate;
import io.smallrye.common.annotation.Blocking;
import jakarta.enterprise.context.ApplicationScoped;
import java.time.Instant;
import java.util.Optional;
import org.eclipse.microprofile.reactive.messaging.Incoming;
import org.jboss.logging.Logger;

/**
 * Learns of recalls that other replicas took. Every replica reads the whole compacted topic from its start: decisions
 * carry revisions, so that old ones change nothing.
 */
@ApplicationScoped
public class RecallIntake {
    private static final Logger LOGGER = Logger.getLogger(RecallIntake.class);

    private final Recalls recalls;

    RecallIntake(Recalls recalls) {
        this.recalls = recalls;
    }

    @Incoming("artifact-recalled")
    @Blocking
    void on(byte[] message) {
        Optional<Recall> recall = read(message);
        if (recall.isEmpty()) {
            LOGGER.warnf("a message of %d B on the recall topic is no recall and is left out", message.length);
        }
        recall.ifPresent(recalls::onDecision);
    }

    /** Reads a decision; empty when the message is none that this version knows. */
    static Optional<Recall> read(byte[] message) {
        try {
            ArtifactRecalled recalled = ArtifactRecalled.parseFrom(message);
            RecallState state = recalled.getState();
            boolean known = state == RecallState.RECALL_STATE_RECALLED || state == RecallState.RECALL_STATE_LIFTED;
            if (!known || recalled.getRevision() < 1) {
                return Optional.empty();
            }
            Instant at = Instant.ofEpochSecond(
                    recalled.getOccurredAt().getSeconds(),
                    recalled.getOccurredAt().getNanos());
            return PackageCoordinate.parse(recalled.getPurl())
                    .map(subject -> new Recall(
                            subject,
                            state == RecallState.RECALL_STATE_RECALLED,
                            recalled.getReason(),
                            recalled.getActor(),
                            at,
                            recalled.getRevision()));
        } catch (InvalidProtocolBufferException e) {
            return Optional.empty();
        }
    }
}
