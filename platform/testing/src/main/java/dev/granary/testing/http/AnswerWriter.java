package dev.granary.testing.http;

import dev.granary.testing.Gate;
import java.io.IOException;
import java.io.OutputStream;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** Sends answers over one connection exactly as they say. Confined to the connection's thread. */
final class AnswerWriter {
    private static final Duration LONGEST_HOLD = Duration.ofMinutes(10);

    private final OutputStream out;
    private final Gate ended;

    /** @param ended opens when the server stops: every pause ends then */
    AnswerWriter(OutputStream out, Gate ended) {
        this.out = out;
        this.ended = ended;
    }

    /** Sends {@code answer}; returns whether the connection may carry another one. */
    boolean write(Answer answer, boolean headOnly) throws IOException, InterruptedException {
        pause(answer.delay);
        hold(answer.beforeFirstByte);
        if (answer.closeEarly) {
            return false;
        }
        out.write(head(answer).getBytes(StandardCharsets.ISO_8859_1));
        out.flush();
        if (headOnly || !answer.hasBody()) {
            return true;
        }
        return writeBody(answer);
    }

    private boolean writeBody(Answer answer) throws IOException, InterruptedException {
        long end = Math.min(answer.length(), answer.closeAfter);
        long holdAt = answer.inBody == null || answer.inBodyAfter > end ? Long.MAX_VALUE : answer.inBodyAfter;
        long sent = 0;
        while (sent < end) {
            if (sent == holdAt) {
                hold(answer.inBody);
                holdAt = Long.MAX_VALUE;
            }
            long stop = Math.min(Math.min(end, sent + answer.pieceBytes), holdAt);
            writePiece(answer, answer.content, (int) (answer.from + sent), (int) (stop - sent));
            sent = stop;
            pause(answer.betweenPieces);
        }
        if (sent == holdAt) {
            hold(answer.inBody);
        }
        return sent == answer.length() && finish(answer);
    }

    private boolean finish(Answer answer) throws IOException {
        if (answer.closeAfter == answer.length()) {
            return false; // told to close before the end is marked
        }
        writePiece(answer, answer.surplus, 0, answer.surplus.length);
        if (answer.framing == Answer.Framing.CHUNKED) {
            out.write("0\r\n\r\n".getBytes(StandardCharsets.ISO_8859_1));
            out.flush();
            return true;
        }
        return answer.surplus.length == 0;
    }

    private void writePiece(Answer answer, byte[] bytes, int offset, int length) throws IOException {
        if (length == 0) {
            return;
        }
        boolean chunked = answer.framing == Answer.Framing.CHUNKED;
        if (chunked) {
            out.write((Integer.toHexString(length) + "\r\n").getBytes(StandardCharsets.ISO_8859_1));
        }
        out.write(bytes, offset, length);
        if (chunked) {
            out.write("\r\n".getBytes(StandardCharsets.ISO_8859_1));
        }
        out.flush();
    }

    private static String head(Answer answer) {
        StringBuilder head = new StringBuilder("HTTP/1.1 ")
                .append(answer.status)
                .append(' ')
                .append(answer.reason)
                .append("\r\n");
        for (Map.Entry<String, String> header : answer.headers.entrySet()) {
            head.append(header.getKey()).append(": ").append(header.getValue()).append("\r\n");
        }
        for (String line : answer.rawHeaderLines) {
            head.append(line).append("\r\n");
        }
        if (answer.hasBody()) {
            head.append(
                    answer.framing == Answer.Framing.CHUNKED
                            ? "Transfer-Encoding: chunked\r\n"
                            : "Content-Length: " + answer.length() + "\r\n");
        }
        return head.append("\r\n").toString();
    }

    private void hold(@Nullable Gate gate) throws InterruptedException {
        if (gate == null) {
            return;
        }
        long limit = LONGEST_HOLD.dividedBy(Duration.ofMillis(20));
        for (long waits = 0; waits < limit && !ended.isOpen(); waits++) {
            if (gate.await(Duration.ofMillis(20))) {
                return;
            }
        }
    }

    private void pause(Duration time) throws InterruptedException {
        if (time.isPositive()) {
            ended.await(time);
        }
    }
}
