package dev.granary.fetchverify.kafka;

import dev.granary.kernel.ByteCount;
import java.time.Duration;

/**
 * How {@link KafkaRelay} talks to Kafka; an instance is always usable.
 *
 * @param bootstrapServers {@code host:port}, several with commas between
 * @param clientId the name under which the broker knows the producer
 * @param patience the longest wait for one batch to be acknowledged
 * @param memory for events that are under way
 */
public record KafkaRelaySettings(String bootstrapServers, String clientId, Duration patience, ByteCount memory) {
    private static final Duration SHORTEST = Duration.ofSeconds(1);
    private static final ByteCount LEAST = ByteCount.ofMebibytes(4);

    public KafkaRelaySettings {
        if (bootstrapServers.isBlank()) {
            throw new IllegalArgumentException("need bootstrap servers");
        }
        if (clientId.isBlank()) {
            throw new IllegalArgumentException("need a client id");
        }
        if (patience.compareTo(SHORTEST) < 0) {
            throw new IllegalArgumentException("need patience of " + SHORTEST + " at least, was " + patience);
        }
        if (memory.compareTo(LEAST) < 0) {
            throw new IllegalArgumentException("need memory of " + LEAST + " at least, was " + memory);
        }
    }
}
