package dev.granary.fetchverify.upstream;

import dev.granary.fetchverify.source.Origin;
import dev.granary.fetchverify.source.UpstreamRequest;
import dev.granary.fetchverify.upstream.UpstreamObserver.Outcome;
import dev.granary.fetchverify.upstream.wire.ResponseHead;
import io.opentelemetry.api.common.AttributeKey;
import io.opentelemetry.api.trace.Span;
import io.opentelemetry.api.trace.SpanKind;
import io.opentelemetry.api.trace.StatusCode;
import io.opentelemetry.api.trace.Tracer;
import java.time.Duration;

/**
 * Makes each try visible: one client span, from its start to the answer's header, and one call of the observer. Neither
 * is told a query, a user or a header field: they may hold secrets.
 */
final class Spans {
    private static final AttributeKey<String> ECOSYSTEM = AttributeKey.stringKey("granary.ecosystem");
    private static final AttributeKey<String> HOST = AttributeKey.stringKey("server.address");
    private static final AttributeKey<Long> PORT = AttributeKey.longKey("server.port");
    private static final AttributeKey<String> METHOD = AttributeKey.stringKey("http.request.method");
    private static final AttributeKey<Long> STATUS = AttributeKey.longKey("http.response.status_code");
    private static final AttributeKey<Long> ATTEMPT = AttributeKey.longKey("granary.attempt");
    private static final AttributeKey<String> OUTCOME = AttributeKey.stringKey("granary.outcome");

    private final Tracer tracer;
    private final UpstreamObserver observer;

    Spans(Tracer tracer, UpstreamObserver observer) {
        this.tracer = tracer;
        this.observer = observer;
    }

    /** Begins a try; the caller's current span is its parent. */
    Try begin(UpstreamRequest request, Origin host, int attempt) {
        Span span = tracer.spanBuilder("upstream GET")
                .setSpanKind(SpanKind.CLIENT)
                .setAttribute(ECOSYSTEM, request.upstream().ecosystem().id())
                .setAttribute(HOST, host.bareHost())
                .setAttribute(PORT, (long) host.port())
                .setAttribute(METHOD, "GET")
                .setAttribute(ATTEMPT, (long) attempt)
                .startSpan();
        return new Try(request, host, span, System.nanoTime());
    }

    /** One try under way. */
    final class Try {
        private final UpstreamRequest request;
        private final Origin host;
        private final Span span;
        private final long start;

        private Try(UpstreamRequest request, Origin host, Span span, long start) {
            this.request = request;
            this.host = host;
            this.span = span;
            this.start = start;
        }

        void end(Reply reply) {
            Outcome outcome = outcome(reply);
            if (reply instanceof Reply.Header header) {
                span.setAttribute(STATUS, (long) header.head().status());
            }
            if (outcome == Outcome.FAILED || outcome == Outcome.REFUSED) {
                span.setStatus(StatusCode.ERROR);
            }
            span.setAttribute(OUTCOME, outcome.label());
            span.end();
            observer.onTry(host, request.kind(), outcome, Duration.ofNanos(System.nanoTime() - start));
        }

        private static Outcome outcome(Reply reply) {
            return switch (reply) {
                case Reply.Broken _ -> Outcome.FAILED;
                case Reply.Refused _ -> Outcome.REFUSED;
                case Reply.Header header -> outcome(header.head());
            };
        }

        private static Outcome outcome(ResponseHead head) {
            if (head.isContent() || head.isPart()) {
                return Outcome.CONTENT;
            }
            if (head.isUnchanged()) {
                return Outcome.UNCHANGED;
            }
            return head.isAbsent() ? Outcome.ABSENT : Outcome.DENIED;
        }
    }
}
