package dev.granary.fetchverify.http;

import dev.granary.fetchverify.http.ReadyAnswer.Body;
import dev.granary.fetchverify.http.ReadyAnswer.Body.InMemory;
import dev.granary.fetchverify.http.ReadyAnswer.Header;
import io.netty.buffer.ByteBuf;
import io.netty.buffer.Unpooled;
import io.vertx.core.buffer.Buffer;
import java.nio.charset.StandardCharsets;

/** An answer as it leaves for a plain GET by HTTP/1.1: head and body in one piece, which one write sends. */
final class WireAnswer {
    private final byte[] bytes;
    private final int headLength;

    private WireAnswer(byte[] bytes, int headLength) {
        this.bytes = bytes;
        this.headLength = headLength;
    }

    static WireAnswer of(ReadyAnswer answer, InMemory body) {
        byte[] head = head(answer).getBytes(StandardCharsets.ISO_8859_1);
        byte[] bytes = new byte[head.length + body.buffer().length()];
        System.arraycopy(head, 0, bytes, 0, head.length);
        body.buffer().getBytes(bytes, head.length);
        return new WireAnswer(bytes, head.length);
    }

    private static String head(ReadyAnswer answer) {
        StringBuilder head = new StringBuilder("HTTP/1.1 200 OK\r\n");
        for (Header header : answer.headers()) {
            head.append(header.name()).append(": ").append(header.value()).append("\r\n");
        }
        return head.append(AnswerHeaders.X_CACHE)
                .append(": ")
                .append(AnswerHeaders.HIT)
                .append("\r\ncontent-length: ")
                .append(answer.body().size())
                .append("\r\n\r\n")
                .toString();
    }

    /** The whole message. */
    ByteBuf message() {
        return Unpooled.wrappedBuffer(bytes);
    }

    /** The body alone, in the same memory. */
    @SuppressWarnings("deprecation") // until Vert.x 5 there is no other way to give it bytes without a copy
    Body.InMemory body() {
        return new InMemory(Buffer.buffer(Unpooled.wrappedBuffer(bytes, headLength, bytes.length - headLength)));
    }

    /** What it takes in memory, its body with it. */
    int size() {
        return bytes.length;
    }
}
