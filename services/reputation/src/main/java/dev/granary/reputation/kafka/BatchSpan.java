package dev.granary.reputation.kafka;

import io.opentelemetry.api.trace.Span;
import io.opentelemetry.api.trace.SpanBuilder;
import io.opentelemetry.api.trace.SpanKind;
import io.opentelemetry.api.trace.Tracer;
import io.opentelemetry.context.Context;
import io.opentelemetry.context.Scope;
import io.smallrye.mutiny.Uni;
import io.smallrye.reactive.messaging.TracingMetadata;
import io.smallrye.reactive.messaging.kafka.KafkaRecordBatch;
import jakarta.inject.Singleton;
import java.util.List;
import org.eclipse.microprofile.reactive.messaging.Message;

/**
 * Work on a batch as part of the trace of its first message, linked to those of the others; mostly a batch holds one
 * message, and the trace then goes from the gateway through Kafka to PostgreSQL and back to Kafka.
 */
@Singleton
class BatchSpan {
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

    private static List<Context> contexts(Message<?> batch) {
        if (!(batch instanceof KafkaRecordBatch<?, ?> records)) {
            return List.of();
        }
        return records.getRecords().stream()
                .flatMap(message -> TracingMetadata.fromMessage(message).stream())
                .map(TracingMetadata::getCurrentContext)
                .toList();
    }
}
