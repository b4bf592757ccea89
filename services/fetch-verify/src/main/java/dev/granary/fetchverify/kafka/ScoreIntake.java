package dev.granary.fetchverify.kafka;

import com.google.protobuf.InvalidProtocolBufferException;
import dev.granary.contracts.v1.ReputationScored;
import dev.granary.fetchverify.gateway.Standings;
import dev.granary.fetchverify.source.Ranking.Standing;
import dev.granary.kernel.SourceId;
import jakarta.enterprise.context.ApplicationScoped;
import org.eclipse.microprofile.reactive.messaging.Incoming;
import org.jboss.logging.Logger;

/** Learns how far each source can be relied on. Every replica reads the whole compacted topic from its start. */
@ApplicationScoped
public class ScoreIntake {
    private static final Logger LOGGER = Logger.getLogger(ScoreIntake.class);

    private final Standings standings;

    ScoreIntake(Standings standings) {
        this.standings = standings;
    }

    @Incoming("reputation-scored")
    void on(byte[] message) {
        try {
            ReputationScored scored = ReputationScored.parseFrom(message);
            standings.put(SourceId.parse(scored.getSource()), new Standing(scored.getScore(), scored.getEligible()));
        } catch (InvalidProtocolBufferException | IllegalArgumentException e) {
            LOGGER.warnf("a message of %d B on the score topic is left out: %s", message.length, e.getMessage());
        }
    }
}
