package dev.granary.fetchverify.kafka;

import dev.granary.fetchverify.event.QueuedEvent;
import io.opentelemetry.api.trace.Span;
import io.opentelemetry.api.trace.SpanKind;
import io.opentelemetry.api.trace.Tracer;
import io.opentelemetry.api.trace.propagation.W3CTraceContextPropagator;
import io.opentelemetry.context.Context;
import io.opentelemetry.context.propagation.TextMapGetter;
import java.nio.charset.StandardCharsets;
import java.util.List;
import org.apache.kafka.common.header.Headers;
import org.jspecify.annotations.Nullable;

/** Carries a trace from the outbox into a message. An event that was not traced starts no trace. */
final class MessageTrace {
    private static final W3CTraceContextPropagator W3C = W3CTraceContextPropagator.getInstance();
    private static final String TRACEPARENT = "traceparent";

    private final Tracer tracer;

    MessageTrace(Tracer tracer) {
        this.tracer = tracer;
    }

    /** Starts the span of one send and writes it into the message; the caller ends it. */
    Span start(QueuedEvent event, Headers headers) {
        Context cause = W3C.extract(Context.root(), event, FromEvent.INSTANCE);
        if (!Span.fromContext(cause).getSpanContext().isValid()) {
            return Span.getInvalid();
        }
        Span span = tracer.spanBuilder(event.topic() + " publish")
                .setParent(cause)
                .setSpanKind(SpanKind.PRODUCER)
                .setAttribute("messaging.system", "kafka")
                .setAttribute("messaging.destination.name", event.topic())
                .setAttribute("messaging.message.id", event.eventId())
                .startSpan();
        W3C.inject(cause.with(span), headers, (carrier, name, value) -> {
            if (carrier != null) {
                carrier.add(name, value.getBytes(StandardCharsets.UTF_8));
            }
        });
        return span;
    }

    private enum FromEvent implements TextMapGetter<QueuedEvent> {
        INSTANCE;

        @Override
        public Iterable<String> keys(QueuedEvent event) {
            return List.of(TRACEPARENT);
        }

        @Override
        public @Nullable String get(@Nullable QueuedEvent event, String name) {
            return event != null && name.equals(TRACEPARENT) ? event.traceparent() : null;
        }
    }
}
