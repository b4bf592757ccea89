package dev.granary.fetchverify.http;

import dev.granary.fetchverify.format.Format;
import dev.granary.fetchverify.gateway.RequestTrace;
import io.opentelemetry.api.trace.Span;
import io.opentelemetry.api.trace.SpanContext;
import io.opentelemetry.api.trace.SpanKind;
import io.opentelemetry.api.trace.StatusCode;
import io.opentelemetry.api.trace.Tracer;
import io.opentelemetry.context.Context;
import io.opentelemetry.context.propagation.TextMapGetter;
import io.opentelemetry.context.propagation.TextMapPropagator;
import io.vertx.core.http.HttpServerRequest;
import io.vertx.core.http.RequestOptions;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * The traces of requests for packages.
 *
 * <p>A request is traced from where it leaves the event loop: an answer at hand is counted, not traced, for a span would
 * cost more than the answer. A trace that the client began is carried on.
 */
record Tracing(Tracer tracer, TextMapPropagator propagator) {
    private static final TextMapGetter<HttpServerRequest> HEADERS = new TextMapGetter<>() {
        @Override
        public Iterable<String> keys(HttpServerRequest request) {
            return Set.copyOf(request.headers().names());
        }

        @Override
        public @Nullable String get(@Nullable HttpServerRequest request, String name) {
            return request == null ? null : request.getHeader(name);
        }
    };

    /** A request's span and what goes on below it. */
    record Traced(Span span, RequestTrace trace) {
        /** Ends the span of a request that was answered. */
        void end() {
            span.end();
        }

        /** Notes why the request failed. */
        void failed(String code) {
            span.setStatus(StatusCode.ERROR, code);
        }
    }

    /** Begins the span of a request for a package. */
    Traced begin(HttpServerRequest request, Format format, String path) {
        Started started = start(request, format.ecosystem().id(), path);
        return new Traced(started.span(), new RequestTrace(tracer, started.context()));
    }

    /** A span and the context in which it is the current one. */
    record Started(Span span, Context context) {}

    /** Begins the span of a request of the HTTP interface. */
    Started beginApi(HttpServerRequest request) {
        String path = request.path();
        return start(request, "/api", path == null ? "" : path);
    }

    private Started start(HttpServerRequest request, String name, String path) {
        Context parent = propagator.extract(Context.root(), request, HEADERS);
        Span span = tracer.spanBuilder(request.method().name() + " " + name)
                .setParent(parent)
                .setSpanKind(SpanKind.SERVER)
                .setAttribute("http.request.method", request.method().name())
                .setAttribute("granary.path", path)
                .startSpan();
        return new Started(span, parent.with(span));
    }

    /** Gives the trace of the current request along with a question to another service. */
    void inject(RequestOptions question) {
        propagator.inject(Context.current(), question, (carrier, name, value) -> {
            if (carrier != null) {
                carrier.putHeader(name, value);
            }
        });
    }

    /** The trace of the request that this thread is working on. */
    RequestTrace current() {
        return new RequestTrace(tracer, Context.current());
    }

    /** 32 hexadecimal digits; empty when the request is not traced. */
    String currentTraceId() {
        SpanContext span = Span.current().getSpanContext();
        return span.isValid() && span.isSampled() ? span.getTraceId() : "";
    }
}
