package dev.granary.service.problem;

import static java.util.Objects.requireNonNull;

import dev.granary.kernel.ErrorCode;
import dev.granary.kernel.GranaryException;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.Locale;
import java.util.Optional;

/**
 * A failure as a client sees it: RFC 9457 problem details with a stable code.
 *
 * @param code what went wrong; also gives the HTTP status
 * @param detail one sentence for a person, free of secrets
 * @param traceId 32 hexadecimal digits that find the request in traces and logs; empty when it was not traced
 * @param retryAfter when to try again, where that is known; more than zero
 */
public record Problem(ErrorCode code, String detail, String traceId, Optional<Duration> retryAfter) {
    public static final String MEDIA_TYPE = "application/problem+json";

    public Problem {
        requireNonNull(code, "code");
        requireNonNull(detail, "detail");
        requireNonNull(traceId, "traceId");
        if (retryAfter.filter(wait -> !wait.isPositive()).isPresent()) {
            throw new IllegalArgumentException("retryAfter must be positive, was " + retryAfter);
        }
    }

    public static Problem of(ErrorCode code, String detail, String traceId) {
        return new Problem(code, detail, traceId, Optional.empty());
    }

    public static Problem of(GranaryException failure, String traceId) {
        return new Problem(failure.code(), failure.detail(), traceId, failure.retryAfter());
    }

    public Problem withRetryAfter(Duration wait) {
        return new Problem(code, detail, traceId, Optional.of(wait));
    }

    public int status() {
        return code.status();
    }

    /** The code in words, as in {@code Upstream unreachable}. */
    public String title() {
        String words = code.name().toLowerCase(Locale.ROOT).replace('_', ' ');
        return Character.toUpperCase(words.charAt(0)) + words.substring(1);
    }

    /** Names the kind of problem; the same for all problems with one code. */
    public String type() {
        return "urn:granary:problem:" + code.name().toLowerCase(Locale.ROOT).replace('_', '-');
    }

    /** The value of the header {@code Retry-After}: whole seconds, rounded up, at least 1. */
    public Optional<String> retryAfterSeconds() {
        return retryAfter.map(wait -> Long.toString(wait.plusMillis(999).toSeconds()));
    }

    /** What goes into the status line: the detail, as far as a status line can hold it. */
    public String reasonPhrase() {
        String phrase = ReasonPhrase.of(detail);
        return phrase.isEmpty() ? title() : phrase;
    }

    /**
     * The body, of type {@link #MEDIA_TYPE}. Beside the members of RFC 9457 it has {@code code}, {@code traceId} where
     * there is one, and {@code error}: the member that npm, pnpm and yarn show to their users.
     */
    public byte[] toJson() {
        StringBuilder json = new StringBuilder(256).append('{');
        member(json, "type", type()).append(',');
        member(json, "title", title()).append(",\"status\":").append(status()).append(',');
        member(json, "code", code.name()).append(',');
        member(json, "detail", detail).append(',');
        member(json, "error", detail);
        if (!traceId.isEmpty()) {
            member(json.append(','), "traceId", traceId);
        }
        return json.append('}').toString().getBytes(StandardCharsets.UTF_8);
    }

    private static StringBuilder member(StringBuilder json, String name, String value) {
        json.append('"').append(name).append("\":\"");
        for (int i = 0; i < value.length(); i++) {
            appendEscaped(json, value.charAt(i));
        }
        return json.append('"');
    }

    /** Everything but printable ASCII is escaped: what a terminal shows then holds no control or direction marks. */
    private static void appendEscaped(StringBuilder json, char c) {
        if (c == '"' || c == '\\') {
            json.append('\\').append(c);
        } else if (c >= ' ' && c < 0x7f) {
            json.append(c);
        } else {
            json.append("\\u%04x".formatted((int) c));
        }
    }
}
