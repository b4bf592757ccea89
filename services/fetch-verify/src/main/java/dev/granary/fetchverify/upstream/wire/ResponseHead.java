package dev.granary.fetchverify.upstream.wire;

import dev.granary.fetchverify.source.RetryAfter;
import dev.granary.fetchverify.source.UpstreamAnswer.ContentHeaders;
import io.vertx.core.http.HttpClientResponse;
import java.time.Duration;
import java.time.Instant;
import java.util.Locale;
import java.util.Optional;
import java.util.OptionalLong;

/**
 * The header of an answer: the few fields that get further, the rest stays behind.
 *
 * @param status the HTTP status
 * @param encoding {@code Content-Encoding} in lower case; empty without one
 * @param range {@code Content-Range}; empty without one
 * @param retryAfter {@code Retry-After}; empty without one
 * @param date {@code Date}; empty without one
 */
public record ResponseHead(
        int status,
        String contentType,
        String etag,
        String lastModified,
        String encoding,
        String range,
        String retryAfter,
        String date) {
    private static final int LONGEST_FIELD = 512;

    public static ResponseHead of(HttpClientResponse response) {
        return new ResponseHead(
                response.statusCode(),
                field(response, "content-type"),
                field(response, "etag"),
                field(response, "last-modified"),
                field(response, "content-encoding").toLowerCase(Locale.ROOT),
                field(response, "content-range"),
                field(response, "retry-after"),
                field(response, "date"));
    }

    public boolean isContent() {
        return status >= 200 && status < 300 && status != 206;
    }

    public boolean isPart() {
        return status == 206;
    }

    public boolean isUnchanged() {
        return status == 304;
    }

    public boolean isAbsent() {
        return status == 404 || status == 410;
    }

    public boolean isThrottled() {
        return status == 429;
    }

    public boolean isDenied() {
        return status >= 400 && status < 500;
    }

    public boolean isFailure() {
        return status >= 500;
    }

    /** How long the host asks to be left alone; {@code now} is used where it does not tell its own time. */
    public Optional<Duration> quiet(Instant now) {
        return RetryAfter.parse(retryAfter, RetryAfter.date(date).orElse(now));
    }

    /** Whether this is the rest of a file from {@code position} on. */
    public boolean continuesAt(long position) {
        return isPart() && range.startsWith("bytes " + position + "-");
    }

    /** Whether the entity tag promises the same bytes, as only a strong one does. */
    public boolean hasStrongEtag() {
        return etag.startsWith("\"");
    }

    public boolean isPlain() {
        return encoding.isEmpty() || encoding.equals("identity");
    }

    public boolean isGzip() {
        return encoding.equals("gzip") || encoding.equals("x-gzip");
    }

    public ContentHeaders headers(OptionalLong length) {
        return new ContentHeaders(contentType, etag, lastModified, length);
    }

    /** A field's text; empty when it is missing, too long, or holds a control character: it must never be reflected. */
    private static String field(HttpClientResponse response, String name) {
        String value = response.getHeader(name);
        boolean fit = value != null
                && value.length() <= LONGEST_FIELD
                && value.chars().allMatch(c -> c >= ' ' && c < 0x7f);
        return value != null && fit ? value : "";
    }
}
