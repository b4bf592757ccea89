package dev.granary.libp2p.pubsub.router;

import dev.granary.libp2p.pubsub.score.TopicScoreSettings;

/**
 * What all peers of a topic must agree on, and what their doings in it are worth.
 *
 * @param signed whether each message is signed by its author; if not, it must have none
 * @param maximumBytes of the data of one message
 */
public record TopicRules(boolean signed, MessageIds ids, int maximumBytes, TopicScoreSettings score) {
    private static final int USUAL_MAXIMUM = 64 * 1024;
    /** An RPC must hold it, with what else a message has. */
    private static final int MAXIMUM = 1000 * 1024;

    /** Signed messages of up to 64 KiB. */
    public static final TopicRules SIGNED =
            new TopicRules(true, MessageIds.AUTHOR_AND_SEQUENCE, USUAL_MAXIMUM, TopicScoreSettings.STANDARD);

    /** Messages of up to 64 KiB whose data proves itself. */
    public static final TopicRules UNSIGNED =
            new TopicRules(false, MessageIds.TOPIC_AND_CONTENT, USUAL_MAXIMUM, TopicScoreSettings.STANDARD);

    public TopicRules {
        if (maximumBytes < 1 || maximumBytes > MAXIMUM) {
            throw new IllegalArgumentException("need 1 to " + MAXIMUM + " bytes, was " + maximumBytes);
        }
    }

    public TopicRules withIds(MessageIds others) {
        return new TopicRules(signed, others, maximumBytes, score);
    }

    public TopicRules withMaximumBytes(int bytes) {
        return new TopicRules(signed, ids, bytes, score);
    }

    public TopicRules withScore(TopicScoreSettings settings) {
        return new TopicRules(signed, ids, maximumBytes, settings);
    }
}
