package dev.granary.fetchverify.config;

import dev.granary.fetchverify.kafka.KafkaRelaySettings;
import dev.granary.fetchverify.relay.PumpSettings;
import io.quarkus.runtime.configuration.MemorySize;
import io.smallrye.config.ConfigMapping;
import io.smallrye.config.WithDefault;
import java.time.Duration;

/** How events leave for Kafka. */
@ConfigMapping(prefix = "granary.fetch-verify.kafka")
public interface KafkaConfig {
    /** {@code host:port}, several with commas between. */
    @WithDefault("${kafka.bootstrap.servers:127.0.0.1:9092}")
    String bootstrapServers();

    /** The longest wait for one batch to be acknowledged. */
    @WithDefault("PT15S")
    Duration patience();

    /** Memory for events that are under way. */
    @WithDefault("8M")
    MemorySize memory();

    /** Events that are sent together. */
    @WithDefault("500")
    int batch();

    /** The pause after one failed batch. */
    @WithDefault("PT0.2S")
    Duration shortestPause();

    /** The pause after many. */
    @WithDefault("PT10S")
    Duration longestPause();

    /** How the producer talks to Kafka. */
    default KafkaRelaySettings relay() {
        return new KafkaRelaySettings(bootstrapServers(), "granary-fetch-verify", patience(), Wiring.bytes(memory()));
    }

    /** How events are sent. */
    default PumpSettings pump() {
        return new PumpSettings(batch(), shortestPause(), longestPause());
    }
}
