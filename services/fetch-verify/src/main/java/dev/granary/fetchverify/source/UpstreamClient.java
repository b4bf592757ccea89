package dev.granary.fetchverify.source;

/** Asks upstreams. Called on virtual threads; blocks until the answer's header is there or a deadline has passed. */
public interface UpstreamClient {
    /** Asks; every failure is an answer, nothing is thrown for what an upstream does. */
    UpstreamAnswer ask(UpstreamRequest request);
}
