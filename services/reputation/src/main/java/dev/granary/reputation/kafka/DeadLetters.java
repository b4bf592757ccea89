package dev.granary.reputation.kafka;

import dev.granary.contracts.Headers;
import io.opentelemetry.context.Context;
import io.smallrye.mutiny.Uni;
import io.smallrye.reactive.messaging.MutinyEmitter;
import io.smallrye.reactive.messaging.kafka.api.OutgoingKafkaRecordMetadata;
import jakarta.enterprise.context.ApplicationScoped;
import java.time.Clock;
import java.util.List;
import java.util.UUID;
import org.apache.kafka.common.header.internals.RecordHeaders;
import org.eclipse.microprofile.reactive.messaging.Channel;
import org.eclipse.microprofile.reactive.messaging.Message;
import org.eclipse.microprofile.reactive.messaging.OnOverflow;
import org.jboss.logging.Logger;
import org.jspecify.annotations.Nullable;

/** Keeps messages that make no sense where a person can look at them. */
@ApplicationScoped
class DeadLetters {
    private static final Logger LOGGER = Logger.getLogger(DeadLetters.class);
    private static final String REASON = "granary-dead-letter-reason";
    private static final String ORIGIN = "granary-dead-letter-origin";

    private final MutinyEmitter<byte[]> channel;
    private final Clock clock;

    DeadLetters(
            @Channel("dead-letter") @OnOverflow(value = OnOverflow.Strategy.BUFFER, bufferSize = 1024)
                    MutinyEmitter<byte[]> channel,
            Clock clock) {
        this.channel = channel;
        this.clock = clock;
    }

    /**
     * One message to be kept.
     *
     * @param value its bytes as they came; null for a tombstone
     * @param origin topic, partition and offset, as far as known
     */
    @SuppressWarnings("ArrayRecordComponent") // forwarded as it came, never compared
    record Letter(byte @Nullable [] value, String why, String origin) {}

    /** Done when Kafka has acknowledged all, within the trace of {@code cause}, however long it is away; never fails. */
    Uni<Void> keep(List<Letter> letters, Context cause) {
        if (letters.isEmpty()) {
            return Uni.createFrom().voidItem();
        }
        return Uni.join()
                .all(letters.stream()
                        .map(letter -> Persistence.of("put a message aside", keep(letter, cause)))
                        .toList())
                .andFailFast()
                .replaceWithVoid();
    }

    private Uni<Void> keep(Letter letter, Context cause) {
        return Uni.createFrom().deferred(() -> channel.sendMessage(Envelope.within(cause, message(letter))));
    }

    private Message<byte[]> message(Letter letter) {
        LOGGER.warnf("Message %s is put aside: %s", letter.origin(), letter.why());
        RecordHeaders headers = new RecordHeaders();
        headers.add(Headers.EVENT_ID, Envelope.utf8(UUID.randomUUID().toString()));
        headers.add(Headers.EVENT_TIME, Envelope.utf8(clock.instant().toString()));
        headers.add(REASON, Envelope.utf8(letter.why()));
        headers.add(ORIGIN, Envelope.utf8(letter.origin()));
        return Message.of(letter.value() == null ? new byte[0] : letter.value())
                .addMetadata(OutgoingKafkaRecordMetadata.<String>builder()
                        .withKey(letter.origin())
                        .withHeaders(headers)
                        .build());
    }
}
