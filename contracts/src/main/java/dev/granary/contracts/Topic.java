package dev.granary.contracts;

import static java.util.Objects.requireNonNull;

import java.time.Duration;
import java.util.Map;

/**
 * One Kafka topic, as {@code asyncapi.yaml} describes it.
 *
 * @param name the topic's name
 * @param messageType full name of the Protobuf message that its values are
 * @param partitions how many
 * @param retention what is kept, and for how long
 */
public record Topic(String name, String messageType, int partitions, Retention retention) {
    public Topic {
        requireNonNull(name, "name");
        requireNonNull(messageType, "messageType");
        requireNonNull(retention, "retention");
        if (partitions < 1) {
            throw new IllegalArgumentException("a topic has a partition: " + name);
        }
    }

    /** Kafka's own settings for a topic of this kind. */
    public Map<String, String> settings() {
        return switch (retention) {
            case Retention.Latest latest -> Map.of("cleanup.policy", "compact");
            case Retention.For time ->
                Map.of(
                        "cleanup.policy",
                        "delete",
                        "retention.ms",
                        Long.toString(time.time().toMillis()));
        };
    }

    /** What a topic keeps. */
    public sealed interface Retention {
        /** The newest message of each key, for ever. */
        record Latest() implements Retention {}

        /**
         * Every message for a while.
         *
         * @param time how long
         */
        record For(Duration time) implements Retention {}
    }
}
