package dev.granary.service.http;

import io.opentelemetry.api.trace.Span;
import io.opentelemetry.api.trace.SpanContext;

/** The trace that the calling code runs in. */
public final class Traces {
    private Traces() {}

    /** The id of the current trace in 32 hexadecimal digits; empty outside of any. */
    public static String currentId() {
        SpanContext context = Span.current().getSpanContext();
        return context.isValid() ? context.getTraceId() : "";
    }

    /** The current W3C {@code traceparent}; empty outside of any trace. */
    public static String currentParent() {
        SpanContext context = Span.current().getSpanContext();
        return context.isValid()
                ? "00-" + context.getTraceId() + "-" + context.getSpanId() + "-"
                        + context.getTraceFlags().asHex()
                : "";
    }
}
