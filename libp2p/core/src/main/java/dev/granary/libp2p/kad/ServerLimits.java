package dev.granary.libp2p.kad;

import dev.granary.libp2p.kad.records.RateLimit;

/**
 * The most that a server does for others.
 *
 * @param streams open at once, over all peers
 * @param streamsPerPeer open at once; the one unused for longest goes for a new one
 * @param providersPerAnswer a sample, when there are more
 * @param queries of one peer
 * @param allQueries of all peers together
 * @param writes announcements and values of one peer; a fleet's mirror announces all that it holds within a day
 * @param allWrites of all peers together
 */
public record ServerLimits(
        int streams,
        int streamsPerPeer,
        int providersPerAnswer,
        RateLimit.Rate queries,
        RateLimit.Rate allQueries,
        RateLimit.Rate writes,
        RateLimit.Rate allWrites) {
    public static final ServerLimits STANDARD = new ServerLimits(
            1_024,
            8,
            100,
            new RateLimit.Rate(200, 2_000),
            new RateLimit.Rate(20_000, 50_000),
            new RateLimit.Rate(100, 2_000),
            new RateLimit.Rate(2_000, 20_000));

    public ServerLimits {
        if (streams < 1 || streamsPerPeer < 1 || providersPerAnswer < 1) {
            throw new IllegalArgumentException("a server serves somebody");
        }
    }
}
