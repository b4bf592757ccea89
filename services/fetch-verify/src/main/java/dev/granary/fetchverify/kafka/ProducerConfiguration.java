package dev.granary.fetchverify.kafka;

import java.util.Map;
import org.apache.kafka.clients.producer.ProducerConfig;
import org.apache.kafka.common.serialization.ByteArraySerializer;
import org.apache.kafka.common.serialization.StringSerializer;

/** What the one producer is told. */
final class ProducerConfiguration {
    private static final int LINGER_MILLIS = 5;
    /** As long as an event in the outbox, its headers and some more. */
    private static final int LONGEST_REQUEST = 2 * 1024 * 1024;

    private ProducerConfiguration() {}

    static Map<String, Object> of(KafkaRelaySettings settings) {
        int patience = Math.toIntExact(settings.patience().toMillis());
        return Map.ofEntries(
                Map.entry(ProducerConfig.BOOTSTRAP_SERVERS_CONFIG, settings.bootstrapServers()),
                Map.entry(ProducerConfig.CLIENT_ID_CONFIG, settings.clientId()),
                Map.entry(ProducerConfig.KEY_SERIALIZER_CLASS_CONFIG, StringSerializer.class),
                Map.entry(ProducerConfig.VALUE_SERIALIZER_CLASS_CONFIG, ByteArraySerializer.class),
                Map.entry(ProducerConfig.ACKS_CONFIG, "all"),
                Map.entry(ProducerConfig.ENABLE_IDEMPOTENCE_CONFIG, true), // also keeps the order of retries
                Map.entry(ProducerConfig.LINGER_MS_CONFIG, LINGER_MILLIS),
                Map.entry(ProducerConfig.MAX_BLOCK_MS_CONFIG, patience),
                Map.entry(ProducerConfig.REQUEST_TIMEOUT_MS_CONFIG, patience / 2),
                Map.entry(ProducerConfig.DELIVERY_TIMEOUT_MS_CONFIG, Integer.MAX_VALUE), // see KafkaRelay
                Map.entry(ProducerConfig.RECONNECT_BACKOFF_MAX_MS_CONFIG, 1000),
                Map.entry(ProducerConfig.MAX_REQUEST_SIZE_CONFIG, LONGEST_REQUEST),
                Map.entry(ProducerConfig.BUFFER_MEMORY_CONFIG, settings.memory().value()));
    }
}
