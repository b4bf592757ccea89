package dev.granary.service.telemetry;

/** Where spans go. */
public enum TracesTarget {
    /** A collector that takes OTLP over HTTP. */
    OTLP,
    /** A Zipkin server. */
    ZIPKIN,
    /** Nowhere: no span is recorded. */
    NONE
}
