package dev.granary.reputation.kafka;

import com.google.protobuf.MessageLite;
import dev.granary.contracts.Headers;
import io.opentelemetry.context.Context;
import io.smallrye.reactive.messaging.TracingMetadata;
import io.smallrye.reactive.messaging.kafka.api.OutgoingKafkaRecordMetadata;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.util.UUID;
import org.apache.kafka.common.header.internals.RecordHeaders;
import org.eclipse.microprofile.reactive.messaging.Message;

/** Puts what we say into messages with the headers that every message carries. */
final class Envelope {
    private Envelope() {}

    /** A message that is not part of a trace yet. */
    static Message<byte[]> of(String key, UUID eventId, Instant time, MessageLite event, String type) {
        RecordHeaders headers = new RecordHeaders();
        headers.add(Headers.EVENT_ID, utf8(eventId.toString()));
        headers.add(Headers.EVENT_TYPE, utf8(type));
        headers.add(Headers.EVENT_TIME, utf8(time.toString()));
        return Message.of(event.toByteArray())
                .addMetadata(OutgoingKafkaRecordMetadata.<String>builder()
                        .withKey(key)
                        .withHeaders(headers)
                        .build());
    }

    /**
     * {@code message} as a part of the trace of {@code cause}. Threads and their contexts change between an event and what
     * is said because of it, so the cause is handed on, not looked up.
     */
    static Message<byte[]> within(Context cause, Message<byte[]> message) {
        return message.addMetadata(TracingMetadata.withCurrent(cause));
    }

    static byte[] utf8(String text) {
        return text.getBytes(StandardCharsets.UTF_8);
    }
}
