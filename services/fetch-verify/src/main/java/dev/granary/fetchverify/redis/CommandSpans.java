package dev.granary.fetchverify.redis;

import io.opentelemetry.api.trace.Span;
import io.opentelemetry.api.trace.SpanKind;
import io.opentelemetry.api.trace.Tracer;

/**
 * Makes a command visible in the trace of the request that needs it. The client's own spans know no request: its
 * connections belong to no thread of ours. A span tells the command's name only, for keys and values say what was asked.
 */
final class CommandSpans {
    private final Tracer tracer;

    CommandSpans(Tracer tracer) {
        this.tracer = tracer;
    }

    /** Starts the span of one command; the caller ends it. What is not part of a trace starts none. */
    Span start(String command) {
        if (!Span.current().getSpanContext().isValid()) {
            return Span.getInvalid();
        }
        return tracer.spanBuilder("redis " + command)
                .setSpanKind(SpanKind.CLIENT)
                .setAttribute("db.system", "redis")
                .setAttribute("db.operation", command)
                .startSpan();
    }
}
