package dev.granary.fetchverify.gateway;

import dev.granary.fetchverify.event.FetchResult.Tracing;
import dev.granary.fetchverify.receipt.Receipt.Phase;
import io.opentelemetry.api.trace.Span;
import io.opentelemetry.api.trace.SpanContext;
import io.opentelemetry.api.trace.StatusCode;
import io.opentelemetry.api.trace.Tracer;
import io.opentelemetry.context.Context;
import io.opentelemetry.context.Scope;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.Callable;
import java.util.concurrent.CopyOnWriteArrayList;

/**
 * The trace of one request or fetch: each phase is a span and a duration. Phases may run on several threads at once.
 */
public final class RequestTrace {
    private final Tracer tracer;
    private final Context parent;
    private final List<Phase> phases = new CopyOnWriteArrayList<>();

    /** Phases become children of the span in {@code parent}. */
    public RequestTrace(Tracer tracer, Context parent) {
        this.tracer = tracer;
        this.parent = parent;
    }

    /** A trace with the same parent and no phases yet. */
    public RequestTrace fork() {
        return new RequestTrace(tracer, parent);
    }

    /** Runs one phase; its span is current while it runs. */
    public <T> T phase(String name, Callable<T> work) {
        Span span = tracer.spanBuilder(name).setParent(parent).startSpan();
        long start = System.nanoTime();
        try (Scope _ = parent.with(span).makeCurrent()) {
            return work.call();
        } catch (RuntimeException e) {
            span.setStatus(StatusCode.ERROR, String.valueOf(e.getMessage()));
            throw e;
        } catch (Exception e) {
            throw new IllegalStateException("a phase throws unchecked exceptions only", e);
        } finally {
            phases.add(new Phase(name, Duration.ofNanos(System.nanoTime() - start)));
            span.end();
        }
    }

    /** The phases that have ended, in that order. */
    public List<Phase> phases() {
        return List.copyOf(phases);
    }

    /** 32 hexadecimal digits, or empty when the request is not traced. */
    public String traceId() {
        SpanContext span = Span.fromContext(parent).getSpanContext();
        return span.isValid() ? span.getTraceId() : "";
    }

    /** W3C trace context for messages; empty when the request is not traced. */
    public String traceparent() {
        SpanContext span = Span.fromContext(parent).getSpanContext();
        return span.isValid()
                ? "00-" + span.getTraceId() + "-" + span.getSpanId() + "-"
                        + span.getTraceFlags().asHex()
                : "";
    }

    /** How this trace shows in events. */
    Tracing tracing() {
        return new Tracing(traceId(), traceparent(), phases());
    }
}
