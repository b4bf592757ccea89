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
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.function.Function;
import java.util.stream.Stream;
import org.apache.kafka.common.header.Header;
import org.apache.kafka.common.header.Headers;
import org.eclipse.microprofile.reactive.messaging.Message;
import org.jspecify.annotations.Nullable;

/**
 * Work on a batch as part of the trace of its first message, linked to those of the others; mostly a batch holds one
 * message, and the trace then goes from the gateway through Kafka to PostgreSQL and, with the scores that are published
 * because of it, through Kafka back to the gateway. In a batch of several, a source's score belongs to the trace of that
 * source's first message, and the work on the whole batch to that of the very first.
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

    /** @param work is told which traces its messages belong to */
    @SuppressWarnings("MustBeClosedChecker") // closed when the work ends, on whichever thread that is
    <T> Uni<T> around(Message<?> batch, Function<Causes, Uni<T>> work) {
        return Uni.createFrom().deferred(() -> {
            List<Received> messages = messages(batch);
            Span span = span(messages.stream().map(Received::context).toList());
            Context context = Context.root().with(span);
            Scope scope = context.makeCurrent();
            return work.apply(causes(messages, context))
                    .onFailure()
                    .invoke(span::recordException)
                    .eventually(() -> {
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

    private static Causes causes(List<Received> messages, Context batch) {
        Map<String, Context> bySource = new HashMap<>();
        for (int i = 0; i < messages.size(); i++) {
            bySource.putIfAbsent(
                    messages.get(i).key(), i == 0 ? batch : messages.get(i).context());
        }
        return new Causes(batch, bySource);
    }

    private record Received(String key, Context context) {}

    /** What each message's headers say; the framework offers no context for the messages of a batch. */
    private static List<Received> messages(Message<?> batch) {
        if (!(batch instanceof KafkaRecordBatch<?, ?> records)) {
            return List.of();
        }
        return records.getRecords().stream()
                .flatMap(message -> message.getMetadata(IncomingKafkaRecordMetadata.class).stream())
                .map(metadata -> new Received(
                        String.valueOf(metadata.getKey()),
                        W3CTraceContextPropagator.getInstance()
                                .extract(Context.root(), metadata.getHeaders(), HEADERS)))
                .toList();
    }
}
