package dev.granary.reputation.kafka;

import io.opentelemetry.api.trace.Span;
import io.opentelemetry.api.trace.SpanBuilder;
import io.opentelemetry.api.trace.SpanKind;
import io.opentelemetry.api.trace.Tracer;
import io.opentelemetry.api.trace.propagation.W3CTraceContextPropagator;
import io.opentelemetry.context.Context;
import io.opentelemetry.context.Scope;
import io.opentelemetry.context.propagation.TextMapGetter;
import io.smallrye.mutiny.Uni;
import io.smallrye.reactive.messaging.kafka.KafkaRecordBatch;
import io.smallrye.reactive.messaging.kafka.api.IncomingKafkaRecordMetadata;
import jakarta.inject.Singleton;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.stream.Stream;
import org.apache.kafka.common.header.Header;
import org.apache.kafka.common.header.Headers;
import org.eclipse.microprofile.reactive.messaging.Message;
import org.jspecify.annotations.Nullable;

/**
 * Work on a batch as part of the trace of its first message, linked to those of the others; mostly a batch holds one
 * message, and the trace then goes from the gateway through Kafka to PostgreSQL and back to Kafka.
 */
@Singleton
class BatchSpan {
    private static final TextMapGetter<Headers> HEADERS = new TextMapGetter<>() {
        @Override
        public Iterable<String> keys(Headers headers) {
            return Stream.of(headers.toArray()).map(Header::key).toList();
        }

        @Override
        public @Nullable String get(@Nullable Headers headers, String key) {
            Header header = headers == null ? null : headers.lastHeader(key);
            return header == null ? null : new String(header.value(), StandardCharsets.UTF_8);
        }
    };

    private final Tracer tracer;

    BatchSpan(Tracer tracer) {
        this.tracer = tracer;
    }

    @SuppressWarnings("MustBeClosedChecker") // closed when the work ends, on whichever thread that is
    <T> Uni<T> around(Message<?> batch, Uni<T> work) {
        return Uni.createFrom().deferred(() -> {
            Span span = span(contexts(batch));
            Scope scope = span.makeCurrent();
            return work.onFailure().invoke(span::recordException).eventually(() -> {
                scope.close();
                span.end();
            });
        });
    }

    private Span span(List<Context> contexts) {
        SpanBuilder span = tracer.spanBuilder("evidence")
                .setSpanKind(SpanKind.INTERNAL)
                .setAttribute("messaging.batch.message_count", contexts.size());
        if (!contexts.isEmpty()) {
            span.setParent(contexts.getFirst());
        }
        contexts.stream()
                .skip(1)
                .limit(100)
                .forEach(context -> span.addLink(Span.fromContext(context).getSpanContext()));
        return span.startSpan();
    }

    /** What each message's headers say; the framework offers no context for the messages of a batch. */
    private static List<Context> contexts(Message<?> batch) {
        if (!(batch instanceof KafkaRecordBatch<?, ?> records)) {
            return List.of();
        }
        return records.getRecords().stream()
                .flatMap(message -> message.getMetadata(IncomingKafkaRecordMetadata.class).stream())
                .map(metadata ->
                        W3CTraceContextPropagator.getInstance().extract(Context.root(), metadata.getHeaders(), HEADERS))
                .toList();
    }
}
