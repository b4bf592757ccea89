package dev.granary.testing.http;

import dev.granary.testing.Gate;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** One answer and how it is to be sent, lies included. Mutable; confined to the connection's thread. */
final class Answer {
    /** How the end of the body is told. */
    enum Framing {
        LENGTH,
        CHUNKED
    }

    int status;
    String reason;
    final Map<String, String> headers = new LinkedHashMap<>();
    final List<String> rawHeaderLines = new ArrayList<>();
    byte[] content;
    int from;
    int to;
    Framing framing = Framing.LENGTH;
    byte[] surplus = {};
    long closeAfter = Long.MAX_VALUE;
    boolean closeEarly;
    Duration delay = Duration.ZERO;

    @Nullable
    Gate beforeFirstByte;

    @Nullable
    Gate inBody;

    long inBodyAfter = Long.MAX_VALUE;
    int pieceBytes = 64 * 1024;
    Duration betweenPieces = Duration.ZERO;

    Answer(int status, String reason, byte[] content) {
        this.status = status;
        this.reason = reason;
        this.content = content;
        this.to = content.length;
    }

    static Answer of(int status, String contentType, byte[] content) {
        Answer answer = new Answer(status, Reasons.of(status), content);
        answer.headers.put("Content-Type", contentType);
        return answer;
    }

    static Answer problem(int status, String text) {
        return of(status, "application/json", ("{\"error\":\"" + text + "\"}").getBytes(StandardCharsets.UTF_8));
    }

    /** Bytes of the body that will be sent if nothing cuts it, surplus not counted. */
    long length() {
        return (long) to - from;
    }

    boolean hasBody() {
        return status != 304 && status != 204;
    }
}
