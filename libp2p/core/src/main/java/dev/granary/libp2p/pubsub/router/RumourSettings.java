package dev.granary.libp2p.pubsub.router;

import java.time.Duration;

/**
 * How peers outside a mesh hear of its messages.
 *
 * @param lazy peers that are told each heartbeat, at least
 * @param factor share of all that are told
 * @param history heartbeats for which messages are kept
 * @param told heartbeats for which they are offered
 * @param cacheBytes of messages that are kept, in all
 * @param offeredIds in the offers of a peer each heartbeat
 * @param offers of a peer each heartbeat
 * @param promise time within which an offered message must come
 * @param repetitions how often one peer gets one message on request
 * @param dontWantBytes from which on peers in the mesh are told that we have a message
 * @param dontWantIds that a peer may name within three heartbeats
 */
public record RumourSettings(
        int lazy,
        double factor,
        int history,
        int told,
        int cacheBytes,
        int offeredIds,
        int offers,
        Duration promise,
        int repetitions,
        int dontWantBytes,
        int dontWantIds) {
    public static final RumourSettings STANDARD =
            new RumourSettings(6, 0.25, 5, 3, 32 * 1024 * 1024, 5000, 10, Duration.ofSeconds(3), 3, 1024, 1000);

    public RumourSettings {
        if (lazy < 0 || !(factor >= 0 && factor <= 1) || told < 0 || history < told || history < 1) {
            throw new IllegalArgumentException("need lazy >= 0, 0 <= factor <= 1 and 0 <= told <= history >= 1");
        }
        if (cacheBytes < 1 || offeredIds < 1 || offers < 1 || !promise.isPositive() || repetitions < 1) {
            throw new IllegalArgumentException("bounds must be positive");
        }
    }
}
