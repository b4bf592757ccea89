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
        try (Socket socket = new Socket()) {
            socket.connect(new InetSocketAddress(FreePorts.LOOPBACK, port), PATIENCE_MILLIS);
            socket.setSoTimeout(PATIENCE_MILLIS);
            socket.getOutputStream().write(question);
            byte[] answer = new byte[ANSWER_LIMIT];
            int length = socket.getInputStream().read(answer);
            return length <= 0
                    ? new NotReady("it closed the connection without an answer")
                    : judge.apply(new String(answer, 0, length, StandardCharsets.ISO_8859_1));
        } catch (IOException e) {
            return new NotReady("port " + port + ": " + e.getMessage());
        }
    }
}
