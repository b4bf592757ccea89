package dev.granary.fetchverify.upstream;

import dev.granary.fetchverify.source.UpstreamAnswer.ContentHeaders;
import io.vertx.core.http.HttpClientResponse;
import java.util.Locale;
import java.util.OptionalLong;

/**
 * The header of an answer: the few fields that get further, the rest stays behind.
 *
 * @param status the HTTP status
 * @param encoding {@code Content-Encoding} in lower case; empty without one
 */
record ResponseHead(int status, String contentType, String etag, String lastModified, String encoding) {
    private static final int LONGEST_FIELD = 512;

    static ResponseHead of(HttpClientResponse response) {
        return new ResponseHead(
                response.statusCode(),
                field(response, "content-type"),
                field(response, "etag"),
                field(response, "last-modified"),
                field(response, "content-encoding").toLowerCase(Locale.ROOT));
    }

    boolean isContent() {
        return status >= 200 && status < 300 && status != 206;
    }

    boolean isPlain() {
        return encoding.isEmpty() || encoding.equals("identity");
    }

    boolean isGzip() {
        return encoding.equals("gzip") || encoding.equals("x-gzip");
    }

    ContentHeaders headers(OptionalLong length) {
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
