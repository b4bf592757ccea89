package dev.granary.fetchverify.source;

import java.time.Duration;
import java.util.Optional;
import java.util.OptionalLong;

/** What an upstream said. */
public sealed interface UpstreamAnswer {
    /** The bytes follow. The receiver closes {@code body}. */
    record Content(ContentHeaders headers, UpstreamBody body) implements UpstreamAnswer {}

    /** What is held is still right. */
    record Unchanged(ContentHeaders headers) implements UpstreamAnswer {}

    /** 404 or 410: the upstream says that there is no such thing. */
    record Absent(int status) implements UpstreamAnswer {}

    /** The upstream says no: 401, 403, 429, 451 and their kin. */
    record Denied(int status, String sentence, Optional<Duration> retryAfter) implements UpstreamAnswer {}

    /**
     * No usable answer: no connection, timeout, 5xx, or the breaker is open.
     *
     * @param asked whether the upstream was really asked, false when the breaker or a limit stopped the request
     * @param retryAfter when asking again makes sense, as far as known
     */
    record Unavailable(String sentence, boolean asked, Optional<Duration> retryAfter) implements UpstreamAnswer {}

    /** This mirror is set to work without upstreams; nobody was asked. */
    record Offline() implements UpstreamAnswer {}

    /** The address, or one that it redirects to, is not an allowed one; nothing was sent there. */
    record Forbidden(String sentence) implements UpstreamAnswer {}

    /**
     * The header fields that matter; text is free of control characters, empty where the upstream sent none.
     *
     * @param length of the body as it will be read, where known
     */
    record ContentHeaders(String contentType, String etag, String lastModified, OptionalLong length) {}
}
