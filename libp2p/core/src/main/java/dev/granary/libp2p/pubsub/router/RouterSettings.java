package dev.granary.libp2p.pubsub.router;

import dev.granary.libp2p.multiformats.PeerId;
import dev.granary.libp2p.pubsub.score.GaterSettings;
import dev.granary.libp2p.pubsub.score.ScoreSettings;
import java.time.Duration;
import java.util.Set;

/**
 * How a router behaves; {@link #STANDARD} is what go-libp2p-pubsub does.
 *
 * @param heartbeat from one upkeep of the meshes to the next
 * @param floodPublish whether our own messages go to all peers of the topic and not to its mesh alone
 * @param direct peers that get all messages of their topics and are in no mesh: by agreement, on both sides
 * @param memory how much is remembered
 */
public record RouterSettings(
        MeshSettings mesh,
        RumourSettings rumours,
        ScoreSettings scores,
        GaterSettings gater,
        Duration heartbeat,
        boolean floodPublish,
        Set<PeerId> direct,
        Memory memory) {
    public static final RouterSettings STANDARD = new RouterSettings(
            MeshSettings.STANDARD,
            RumourSettings.STANDARD,
            ScoreSettings.STANDARD,
            GaterSettings.STANDARD,
            Duration.ofSeconds(1),
            true,
            Set.of(),
            Memory.STANDARD);

    public RouterSettings {
        direct = Set.copyOf(direct);
        if (!heartbeat.isPositive()) {
            throw new IllegalArgumentException("a heartbeat takes time");
        }
    }

    public RouterSettings withMesh(MeshSettings other) {
        return new RouterSettings(other, rumours, scores, gater, heartbeat, floodPublish, direct, memory);
    }

    public RouterSettings withRumours(RumourSettings other) {
        return new RouterSettings(mesh, other, scores, gater, heartbeat, floodPublish, direct, memory);
    }

    public RouterSettings withScores(ScoreSettings other) {
        return new RouterSettings(mesh, rumours, other, gater, heartbeat, floodPublish, direct, memory);
    }

    public RouterSettings withFloodPublish(boolean wanted) {
        return new RouterSettings(mesh, rumours, scores, gater, heartbeat, wanted, direct, memory);
    }

    public RouterSettings withDirect(Set<PeerId> peers) {
        return new RouterSettings(mesh, rumours, scores, gater, heartbeat, floodPublish, peers, memory);
    }

    public RouterSettings withMemory(Memory other) {
        return new RouterSettings(mesh, rumours, scores, gater, heartbeat, floodPublish, direct, other);
    }

    /**
     * What is remembered, and how much of it.
     *
     * @param seenTtl time for which a message that comes again is known
     * @param seen messages that are
     * @param authors whose sequence numbers are remembered
     * @param topicsPerPeer subscriptions of one peer; more are not noted
     * @param fanoutTtl how long after the last message the peers of a topic that we only publish to are kept
     */
    public record Memory(Duration seenTtl, int seen, int authors, int topicsPerPeer, Duration fanoutTtl) {
        public static final Memory STANDARD =
                new Memory(Duration.ofMinutes(2), 100_000, 10_000, 1024, Duration.ofMinutes(1));

        public Memory {
            if (!seenTtl.isPositive() || seen < 1 || authors < 1 || topicsPerPeer < 1 || !fanoutTtl.isPositive()) {
                throw new IllegalArgumentException("what is remembered must be positive");
            }
        }
    }
}
