package dev.granary.service.telemetry;

import io.opentelemetry.api.common.AttributeKey;
import io.opentelemetry.api.trace.SpanKind;
import io.opentelemetry.context.Context;
import io.opentelemetry.sdk.trace.ReadWriteSpan;
import io.opentelemetry.sdk.trace.ReadableSpan;
import io.opentelemetry.sdk.trace.SpanProcessor;

/** Writes the site on the span of each request and event: Zipkin's form has no place for attributes of the process. */
record SiteAttribute(String site) implements SpanProcessor {
    private static final AttributeKey<String> SITE = AttributeKey.stringKey("site");

    @Override
    public void onStart(Context parent, ReadWriteSpan span) {
        if (span.getKind() == SpanKind.SERVER || span.getKind() == SpanKind.CONSUMER) {
            span.setAttribute(SITE, site);
        }
    }

    @Override
    public boolean isStartRequired() {
        return true;
    }

    @Override
    public void onEnd(ReadableSpan span) {
        // nothing to add: the span is written by the exporter
    }

    @Override
    public boolean isEndRequired() {
        return false;
    }
}
