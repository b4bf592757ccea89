package dev.granary.libp2p.pubsub.router;

import java.time.Duration;

/**
 * The shape of a mesh.
 *
 * @param degrees how many peers
 * @param pruneBackoff after a PRUNE until the next GRAFT
 * @param unsubscribeBackoff the same when the topic was left
 * @param backoffSlack how much later than allowed we graft, since clocks and networks differ
 * @param graftFlood a GRAFT that comes so soon after a PRUNE is a worse breach
 * @param opportunism peers better than those in a poor mesh are grafted
 * @param exchange whether peers that we prune are told of others, which makes known who subscribed
 * @param exchangedPeers how many
 */
public record MeshSettings(
        Degrees degrees,
        Duration pruneBackoff,
        Duration unsubscribeBackoff,
        Duration backoffSlack,
        Duration graftFlood,
        Opportunism opportunism,
        boolean exchange,
        int exchangedPeers) {
    public static final MeshSettings STANDARD = new MeshSettings(
            Degrees.STANDARD,
            Duration.ofMinutes(1),
            Duration.ofSeconds(10),
            Duration.ofSeconds(2),
            Duration.ofSeconds(10),
            new Opportunism(60, 2),
            false,
            16);

    public MeshSettings {
        if (!pruneBackoff.isPositive() || !unsubscribeBackoff.isPositive() || exchangedPeers < 0) {
            throw new IllegalArgumentException("back-offs must be positive");
        }
    }

    /** These settings, with peers that are pruned told of others. */
    public MeshSettings exchanging() {
        return new MeshSettings(
                degrees, pruneBackoff, unsubscribeBackoff, backoffSlack, graftFlood, opportunism, true, exchangedPeers);
    }

    public MeshSettings withDegrees(Degrees others) {
        return new MeshSettings(
                others,
                pruneBackoff,
                unsubscribeBackoff,
                backoffSlack,
                graftFlood,
                opportunism,
                exchange,
                exchangedPeers);
    }

    /**
     * Numbers of peers in a mesh.
     *
     * @param target D
     * @param low fewer are too few
     * @param high more are too many
     * @param best how many are kept for their score when there are too many
     * @param outbound how many must be of those that we dialled
     */
    public record Degrees(int target, int low, int high, int best, int outbound) {
        public static final Degrees STANDARD = new Degrees(6, 5, 12, 4, 2);

        public Degrees {
            if (low < 0 || low > target || target > high || best > target || outbound > low || outbound > target / 2) {
                throw new IllegalArgumentException(
                        "need low <= target <= high, best <= target, outbound <= low and <= target / 2");
            }
        }
    }

    /**
     * Grafts for better scores.
     *
     * @param beats heartbeats from one to the next
     * @param peers grafted each time
     */
    public record Opportunism(int beats, int peers) {}
}
