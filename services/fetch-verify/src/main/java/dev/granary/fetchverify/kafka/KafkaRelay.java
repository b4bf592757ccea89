package dev.granary.fetchverify.kafka;

import dev.granary.contracts.Headers;
import dev.granary.fetchverify.event.QueuedEvent;
import dev.granary.fetchverify.relay.Delivery;
import io.opentelemetry.api.trace.Span;
import io.opentelemetry.api.trace.StatusCode;
import io.opentelemetry.api.trace.Tracer;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.Future;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.concurrent.atomic.LongAdder;
import org.apache.kafka.clients.producer.KafkaProducer;
import org.apache.kafka.clients.producer.Producer;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.apache.kafka.clients.producer.RecordMetadata;
import org.apache.kafka.common.KafkaException;
import org.apache.kafka.common.errors.InterruptException;
import org.apache.kafka.common.errors.RecordTooLargeException;
import org.jboss.logging.Logger;
import org.jspecify.annotations.Nullable;

/**
 * Sends queued events to Kafka, one producer for all topics. Each send is a span in the trace of the request that caused
 * the event, and the message names that span as its parent. Confined to one thread.
 *
 * <p>What was handed to the producer is never handed to it again: the producer repeats it until Kafka has it, in order
 * and once. An event that was given up and sent again could otherwise be overtaken by a later one with its key. Only a
 * producer that failed for good is replaced.
 */
public final class KafkaRelay implements Delivery, AutoCloseable {
    private static final Logger LOGGER = Logger.getLogger(KafkaRelay.class);

    private final KafkaRelaySettings settings;
    private final MessageTrace trace;
    private final LongAdder sent = new LongAdder();
    private final LongAdder skipped = new LongAdder();
    private final Map<Long, Future<RecordMetadata>> underWay = new HashMap<>(); // by sequence
    private @Nullable Producer<String, byte[]> producer;

    public KafkaRelay(KafkaRelaySettings settings, Tracer tracer) {
        this.settings = settings;
        this.trace = new MessageTrace(tracer);
    }

    /** Events dealt with since the start. */
    public long sent() {
        return sent.sum();
    }

    /** Events skipped since the start, because Kafka takes none of their length. */
    public long skipped() {
        return skipped.sum();
    }

    @Override
    public void deliver(List<QueuedEvent> events) throws IOException, InterruptedException {
        long deadline = System.nanoTime() + settings.patience().toNanos();
        try {
            for (QueuedEvent event : events) {
                if (!underWay.containsKey(event.sequence())) {
                    send(event);
                }
            }
            for (QueuedEvent event : events) {
                requireAcknowledged(event, deadline);
            }
            events.forEach(event -> underWay.remove(event.sequence()));
            sent.add(events.size());
        } catch (InterruptException e) {
            throw new InterruptedException(e.getMessage());
        } catch (KafkaException e) {
            throw failedForGood(e);
        }
    }

    /** Gives up what is under way. */
    @Override
    public void close() {
        underWay.clear();
        if (producer != null) {
            producer.close(Duration.ZERO);
            producer = null;
        }
    }

    private Producer<String, byte[]> producer() {
        Producer<String, byte[]> open = producer;
        if (open == null) {
            open = new KafkaProducer<>(ProducerConfiguration.of(settings));
            producer = open;
        }
        return open;
    }

    private void send(QueuedEvent event) throws IOException, InterruptedException {
        ProducerRecord<String, byte[]> message = new ProducerRecord<>(
                event.topic(), null, event.key(), event.payload().toByteArray());
        header(message, Headers.EVENT_ID, event.eventId());
        header(message, Headers.EVENT_TYPE, event.type());
        header(message, Headers.EVENT_TIME, event.time().toString());
        Span span = trace.start(event, message.headers());
        Future<RecordMetadata> send = producer().send(message, (metadata, failure) -> {
            if (failure != null) {
                span.setStatus(StatusCode.ERROR, String.valueOf(failure.getMessage()));
            }
            span.end();
        });
        if (send.isDone()
                && failure(send).isPresent()
                && !isTooLong(failure(send).get())) {
            // It never left, for want of metadata or memory. What comes behind it must not overtake it.
            throw away(failure(send).get());
        }
        underWay.put(event.sequence(), send);
    }

    private static void header(ProducerRecord<String, byte[]> message, String name, String value) {
        message.headers().add(name, value.getBytes(StandardCharsets.UTF_8));
    }

    private void requireAcknowledged(QueuedEvent event, long deadline) throws IOException, InterruptedException {
        Future<RecordMetadata> send = underWay.get(event.sequence());
        if (send == null) {
            throw new IllegalStateException("event " + event.sequence() + " was not sent");
        }
        try {
            send.get(Math.max(0, deadline - System.nanoTime()), TimeUnit.NANOSECONDS);
        } catch (TimeoutException e) {
            throw new IOException(
                    "Kafka at " + settings.bootstrapServers() + ": no acknowledgement within " + settings.patience(),
                    e);
        } catch (ExecutionException e) {
            if (!isTooLong(e.getCause())) {
                throw failedForGood(e.getCause());
            }
            skipped.increment();
            LOGGER.errorf("event %s is too long for %s and is not sent", event.eventId(), event.topic());
        }
    }

    private static Optional<Throwable> failure(Future<RecordMetadata> done) throws InterruptedException {
        try {
            done.get();
            return Optional.empty();
        } catch (ExecutionException e) {
            return Optional.of(e.getCause() == null ? e : e.getCause());
        }
    }

    private static boolean isTooLong(@Nullable Throwable failure) {
        return failure instanceof RecordTooLargeException;
    }

    private IOException failedForGood(@Nullable Throwable cause) {
        close();
        return away(cause);
    }

    private IOException away(@Nullable Throwable cause) {
        String why = cause == null ? "unknown" : String.valueOf(cause.getMessage());
        return new IOException("Kafka at " + settings.bootstrapServers() + ": " + why, cause);
    }
}
