package dev.granary.fetchverify.http.head;

import static java.nio.charset.StandardCharsets.ISO_8859_1;
import static org.assertj.core.api.Assertions.assertThat;

import io.netty.buffer.Unpooled;
import java.util.Random;
import java.util.stream.LongStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;
import org.junit.jupiter.params.provider.ValueSource;

class HeadScannerTest {
    private static final String GET = "GET /npm/left-pad HTTP/1.1\r\nHost: m\r\nAccept: */*\r\n\r\n";
    private static final String POST =
            "POST /api/v1/recalls HTTP/1.1\r\nHost: m\r\ncontent-length:  7 \r\n\r\n{\r\n \r\n}";

    private final HeadScanner scanner = new HeadScanner();

    static LongStream seeds() {
        return LongStream.range(0, 200);
    }

    @ParameterizedTest(name = "seed={0}")
    @MethodSource("seeds")
    void findsTheFoldWhereverTheBytesAreCutAndTakesNoBodyForAHead(long seed) {
        // Given: whole requests, then one with a folded line
        Random random = new Random(seed);
        StringBuilder text = new StringBuilder();
        int requests = random.nextInt(6);
        for (int i = 0; i < requests; i++) {
            text.append(random.nextBoolean() ? GET : POST).append(random.nextBoolean() ? "\r\n" : "");
        }
        text.append("GET / HTTP/1.1\r\nHost: m\r\nX-A: b\r\n");
        int fold = text.length();
        text.append(random.nextBoolean() ? "\tc\r\n\r\n" : " c\r\n\r\n");

        // When
        int found = -1;
        for (int at = 0; at < text.length() && found < 0; ) {
            int count = Math.min(text.length() - at, 1 + random.nextInt(60));
            int inPiece = scan(text.substring(at, at + count));
            found = inPiece < 0 ? -1 : at + inPiece;
            at += count;
        }

        // Then
        assertThat(found).isEqualTo(fold);
        assertThat(scanner.heads()).isEqualTo(requests);
    }

    @Test
    void knowsAHeadThatHasNotEnded() {
        assertThat(scanner.isWithinHead()).isFalse();
        scan("GET / HT");
        assertThat(scanner.isWithinHead()).isTrue();
        scan("TP/1.1\r\nHost: m\r\n\r");
        assertThat(scanner.isWithinHead()).isTrue();
        scan("\n");
        assertThat(scanner.isWithinHead()).isFalse();
        assertThat(scanner.heads()).isEqualTo(1);
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "\u0016\u0003\u0001\u0002\r\n x",
                "PRI * HTTP/2.0\r\n\r\n x\r\n x",
                "GET / HTTP/1.1\r\nTransfer-Encoding: chunked\r\n\r\n1\r\n \r\n",
                "POST / HTTP/1.1\r\nContent-Length: 3, 3\r\n\r\na\r\n b",
                "POST / HTTP/1.1\r\nContent-Length: 9999999999999999999\r\n\r\na\r\n b",
                "POST / HTTP/1.1\r\nContent-Length: 3\r\nContent-Length: 5\r\n\r\na\r\n b",
            })
    void leavesAloneWhatOnlyTheDecoderCanJudge(String text) {
        // When
        int found = scan(text);

        // Then
        assertThat(found).isEqualTo(HeadScanner.NOTHING);
        assertThat(scanner.isOpaque()).isTrue();
    }

    @ParameterizedTest
    @ValueSource(strings = {"Content-Length: 4", "CONTENT-LENGTH:4", "content-length : 4 ", "cOnTeNt-LeNgTh:\t4"})
    void readsALengthHoweverItIsWritten(String field) {
        // When
        int found = scan("POST / HTTP/1.1\r\nCache-Control: no-store\r\nUser-Agent: u\r\n" + field + "\r\n\r\n\r\n b");

        // Then
        assertThat(found).isEqualTo(HeadScanner.NOTHING);
        assertThat(scanner.isWithinHead()).isFalse();
    }

    @ParameterizedTest
    @ValueSource(strings = {"Upgrade: h2c", "UPGRADE:h2c", "upgrade: websocket"})
    void seesThatAnotherProtocolIsAskedFor(String field) {
        // When
        scan("GET / HTTP/1.1\r\nUser-Agent: u\r\n" + field + "\r\n\r\n");

        // Then
        assertThat(scanner.isUpgrading()).isTrue();
    }

    @Test
    void aFieldThatEndlesslyGoesOnIsNotKept() {
        // Given
        scan("GET / HTTP/1.1\r\nContent-Something: ");

        // When
        for (int i = 0; i < 1000; i++) {
            scan("x".repeat(1000));
        }
        scan("\r\nContent-Length: 4\r\n\r\n\r\n b");

        // Then
        assertThat(scanner.heads()).isEqualTo(1);
        assertThat(scanner.isOpaque()).isFalse();
        assertThat(scanner.isWithinHead()).isFalse();
    }

    private int scan(String text) {
        return scanner.scan(Unpooled.copiedBuffer(text, ISO_8859_1));
    }
}
