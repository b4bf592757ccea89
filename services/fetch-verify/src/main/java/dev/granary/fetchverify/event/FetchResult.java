package dev.granary.fetchverify.event;

import static java.util.Objects.requireNonNull;

import dev.granary.fetchverify.receipt.Receipt.Phase;
import dev.granary.kernel.SourceId;
import java.util.List;

/**
 * What one try to fetch something from one source brought.
 *
 * @param purl the package or version; empty for documents about the registry
 * @param file the path below the ecosystem
 * @param errorCode empty when the bytes were verified
 * @param attempts requests sent, retries and resumes included
 * @param tracing the request that caused it, and its phases
 */
public record FetchResult(
        String purl,
        String file,
        SourceId source,
        FetchOutcome outcome,
        String errorCode,
        long receivedBytes,
        int attempts,
        Tracing tracing) {
    /**
     * How the fetch shows in traces.
     *
     * @param traceId 32 hexadecimal digits; empty when not traced
     * @param traceparent W3C trace context; empty when not traced
     * @param phases in the order they ended
     */
    public record Tracing(String traceId, String traceparent, List<Phase> phases) {
        public Tracing {
            requireNonNull(traceId, "traceId");
            requireNonNull(traceparent, "traceparent");
            phases = List.copyOf(phases);
        }
    }

    public FetchResult {
        requireNonNull(purl, "purl");
        requireNonNull(file, "file");
        requireNonNull(source, "source");
        requireNonNull(outcome, "outcome");
        requireNonNull(errorCode, "errorCode");
        requireNonNull(tracing, "tracing");
    }
}
