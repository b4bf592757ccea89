package dev.granary.fetchverify.event;

import static java.util.Objects.requireNonNull;

import com.google.protobuf.Message;
import java.time.Instant;

/**
 * One event, ready to be written.
 *
 * @param topic the Kafka topic
 * @param key the message key
 * @param eventId UUID, equal to the message's own
 * @param time when it happened
 * @param traceparent W3C trace context of the request that caused it; empty when it was not traced
 * @param message one of the contracts' messages
 */
public record OutgoingEvent(
        String topic, String key, String eventId, Instant time, String traceparent, Message message) {
    public OutgoingEvent {
        requireNonNull(topic, "topic");
        requireNonNull(key, "key");
        requireNonNull(eventId, "eventId");
        requireNonNull(time, "time");
        requireNonNull(traceparent, "traceparent");
        requireNonNull(message, "message");
    }
}
