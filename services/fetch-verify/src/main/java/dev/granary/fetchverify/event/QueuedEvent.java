package dev.granary.fetchverify.event;

import static java.util.Objects.requireNonNull;

import com.google.protobuf.ByteString;
import java.time.Instant;

/**
 * One event that waits in the outbox.
 *
 * @param sequence its place, growing
 * @param topic the Kafka topic
 * @param key the message key
 * @param eventId UUID, equal to the message's own
 * @param time when it happened
 * @param traceparent W3C trace context of the request that caused it; empty when it was not traced
 * @param type the full name of the Protobuf message
 * @param payload the message's bytes
 */
public record QueuedEvent(
        long sequence,
        String topic,
        String key,
        String eventId,
        Instant time,
        String traceparent,
        String type,
        ByteString payload) {
    public QueuedEvent {
        requireNonNull(topic, "topic");
        requireNonNull(key, "key");
        requireNonNull(eventId, "eventId");
        requireNonNull(time, "time");
        requireNonNull(traceparent, "traceparent");
        requireNonNull(type, "type");
        requireNonNull(payload, "payload");
    }
}
