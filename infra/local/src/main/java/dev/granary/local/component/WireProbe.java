package dev.granary.local.component;

import dev.granary.local.component.Readiness.NotReady;
import dev.granary.local.process.FreePorts;
import java.io.IOException;
import java.io.InputStream;
import java.net.InetSocketAddress;
import java.net.Socket;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.Arrays;
import java.util.function.Function;
import java.util.function.UnaryOperator;

/** Asks a server one question over TCP and looks at the beginning of the answer. */
final class WireProbe {
    private static final int PATIENCE_MILLIS = (int) Duration.ofSeconds(2).toMillis();
    private static final int ANSWER_LIMIT = 256;
    private static final int HTTP_ANSWER_LIMIT = 16_384;

    private WireProbe() {}

    /** Sends {@code question}; {@code judge} gets up to 256 bytes of the answer as ISO 8859-1 text, never empty. */
    static Readiness ask(int port, byte[] question, Function<String, Readiness> judge) {
        return ask(new InetSocketAddress(FreePorts.LOOPBACK, port), question, WireProbe::firstBytes, judge);
    }

    /** Asks by HTTP; ready means status 200, and {@code detail} reads what else is worth knowing from the answer. */
    static Readiness askHttp(InetSocketAddress address, String path, UnaryOperator<String> detail) {
        String request = "GET " + path + " HTTP/1.1\r\nHost: localhost\r\nConnection: close\r\n\r\n";
        return ask(address, request.getBytes(StandardCharsets.US_ASCII), WireProbe::untilItsEnd, answer -> {
            String status = answer.lines().findFirst().orElse("");
            return status.startsWith("HTTP/1.1 200")
                    ? new Readiness.Ready(detail.apply(answer))
                    : new NotReady(path + " says " + status);
        });
    }

    private static byte[] firstBytes(InputStream in) throws IOException {
        byte[] answer = new byte[ANSWER_LIMIT];
        return Arrays.copyOf(answer, Math.max(0, in.read(answer)));
    }

    /** Up to its end or the limit, for at most as long as patience lasts. */
    private static byte[] untilItsEnd(InputStream in) throws IOException {
        long limit = System.nanoTime() + Duration.ofMillis(PATIENCE_MILLIS).toNanos();
        byte[] answer = new byte[HTTP_ANSWER_LIMIT];
        int length = 0;
        int count = in.read(answer);
        while (count > 0) {
            length += count;
            count = System.nanoTime() - limit < 0 ? in.read(answer, length, answer.length - length) : 0;
        }
        return Arrays.copyOf(answer, length);
    }

    /** Reads what is wanted of an answer. */
    private interface Reading {
        byte[] of(InputStream in) throws IOException;
    }

    private static Readiness ask(
            InetSocketAddress address, byte[] question, Reading reading, Function<String, Readiness> judge) {
        try (Socket socket = new Socket()) {
            socket.connect(address, PATIENCE_MILLIS);
            socket.setSoTimeout(PATIENCE_MILLIS);
            socket.getOutputStream().write(question);
            byte[] answer = reading.of(socket.getInputStream());
            return answer.length == 0
                    ? new NotReady("it closed the connection without an answer")
                    : judge.apply(new String(answer, StandardCharsets.ISO_8859_1));
        } catch (IOException e) {
            return new NotReady("port " + address.getPort() + ": " + e.getMessage());
        }
    }
}
