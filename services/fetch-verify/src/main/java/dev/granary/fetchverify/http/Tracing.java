package dev.granary.fetchverify.http;

import dev.granary.fetchverify.gateway.RequestTrace;
import io.opentelemetry.api.trace.Span;
import io.opentelemetry.api.trace.SpanContext;
import io.opentelemetry.api.trace.Tracer;
import io.opentelemetry.context.Context;

/** The trace of the request that an event loop is working on. */
record Tracing(Tracer tracer) {
    /** A trace to carry to other threads. */
    RequestTrace current() {
        return new RequestTrace(tracer, Context.current());
    }

    /** 32 hexadecimal digits; empty when the request is not traced. */
    String currentTraceId() {
        SpanContext span = Span.current().getSpanContext();
        return span.isValid() ? span.getTraceId() : "";
    }
}
