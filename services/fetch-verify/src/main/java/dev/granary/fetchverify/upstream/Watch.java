package dev.granary.fetchverify.upstream;

import io.opentelemetry.api.trace.Tracer;

/**
 * Who sees what the client does.
 *
 * @param tracer for a span of each try, child of the caller's current one
 * @param observer for metrics
 */
public record Watch(Tracer tracer, UpstreamObserver observer) {}
