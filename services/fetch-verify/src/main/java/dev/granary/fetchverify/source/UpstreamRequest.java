package dev.granary.fetchverify.source;

import static java.util.Objects.requireNonNull;

import dev.granary.kernel.ByteCount;
import java.net.URI;
import java.util.Optional;

/**
 * One question to an upstream.
 *
 * @param upstream whom to ask
 * @param target absolute address; refused unless an upstream of the same ecosystem covers its scheme, host and port
 * @param kind decides timeouts, encoding and retries
 * @param accept the header {@code Accept}; empty to send none
 * @param validators what is held already, for a conditional request
 * @param largest the longest body to take
 */
public record UpstreamRequest(
        Upstream upstream, URI target, Kind kind, String accept, Optional<Validators> validators, ByteCount largest) {
    /** What is asked for. */
    public enum Kind {
        /** A mutable document: gzip on the wire is asked for and decoded. */
        DOCUMENT,
        /** An immutable file: bytes as published, whatever {@code Content-Encoding} says; broken transfers resume. */
        ARTIFACT,
        /** A question passed on for a client: no retry. */
        RELAY
    }

    /**
     * The validators of a held document; either may be empty.
     *
     * @param etag as received, quotes and weakness included
     * @param lastModified as received
     */
    public record Validators(String etag, String lastModified) {}

    public UpstreamRequest {
        requireNonNull(upstream, "upstream");
        requireNonNull(target, "target");
        requireNonNull(kind, "kind");
        requireNonNull(accept, "accept");
        requireNonNull(validators, "validators");
        requireNonNull(largest, "largest");
    }
}
