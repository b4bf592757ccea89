package dev.granary.local.component;

import dev.granary.local.component.Readiness.NotReady;
import dev.granary.local.process.FreePorts;
import java.io.IOException;
import java.net.InetSocketAddress;
import java.net.Socket;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.function.Function;

/** Asks a server one question over TCP and looks at the first bytes of the answer. */
final class WireProbe {
    private static final int PATIENCE_MILLIS = (int) Duration.ofSeconds(2).toMillis();
    private static final int ANSWER_LIMIT = 256;

    private WireProbe() {}

    /** Sends {@code question}; {@code judge} gets up to 256 bytes of the answer as ISO 8859-1 text, never empty. */
    static Readiness ask(int port, byte[] question, Function<String, Readiness> judge) {
        return ask(new InetSocketAddress(FreePorts.LOOPBACK, port), question, judge);
    }

    /** Asks by HTTP; ready means status 200. */
    static Readiness askHttp(InetSocketAddress address, String path) {
        String request = "GET " + path + " HTTP/1.1\r\nHost: localhost\r\nConnection: close\r\n\r\n";
        return ask(address, request.getBytes(StandardCharsets.US_ASCII), answer -> {
            String status = answer.lines().findFirst().orElse("");
            return status.startsWith("HTTP/1.1 200") ? Readiness.Ready.WELL : new NotReady(path + " says " + status);
        });
    }

    private static Readiness ask(InetSocketAddress address, byte[] question, Function<String, Readiness> judge) {
        try (Socket socket = new Socket()) {
            socket.connect(address, PATIENCE_MILLIS);
            socket.setSoTimeout(PATIENCE_MILLIS);
            socket.getOutputStream().write(question);
            byte[] answer = new byte[ANSWER_LIMIT];
            int length = socket.getInputStream().read(answer);
            return length <= 0
                    ? new NotReady("it closed the connection without an answer")
                    : judge.apply(new String(answer, 0, length, StandardCharsets.ISO_8859_1));
        } catch (IOException e) {
            return new NotReady("port " + address.getPort() + ": " + e.getMessage());
        }
    }
}
