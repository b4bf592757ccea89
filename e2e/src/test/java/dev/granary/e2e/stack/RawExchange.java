package dev.granary.e2e.stack;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.Socket;
import java.net.SocketTimeoutException;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.util.regex.Pattern;

/**
 * What bytes that no decent client would send bring back.
 *
 * @param answer everything that came, one character a byte
 * @param closed whether the server closed the connection within three seconds after its last byte
 */
public record RawExchange(String answer, boolean closed) {
    private static final int SILENCE_MILLIS = 3000;
    private static final Pattern STATUS = Pattern.compile("(?:^|(?<=\\r\\n\\r\\n)|\\n)HTTP/1\\.[01] (\\d{3})");

    /** Sends {@code bytes}, one character a byte, as they stand. */
    public static RawExchange send(URI server, String bytes) {
        StringBuilder answer = new StringBuilder();
        try (Socket socket = new Socket(InetAddress.getByAddress(new byte[] {127, 0, 0, 1}), server.getPort())) {
            socket.setSoTimeout(SILENCE_MILLIS);
            socket.getOutputStream().write(bytes.getBytes(StandardCharsets.ISO_8859_1));
            byte[] piece = new byte[8192];
            for (int count = socket.getInputStream().read(piece);
                    count >= 0;
                    count = socket.getInputStream().read(piece)) {
                answer.append(new String(piece, 0, count, StandardCharsets.ISO_8859_1));
            }
            return new RawExchange(answer.toString(), true);
        } catch (SocketTimeoutException e) {
            return new RawExchange(answer.toString(), false);
        } catch (IOException e) {
            if (answer.isEmpty()) {
                throw new UncheckedIOException(e);
            }
            return new RawExchange(answer.toString(), true); // reset after the answer
        }
    }

    /** GET of {@code target} as it stands, over a connection that the server is asked to close. */
    public static RawExchange get(URI server, String target, String... headerLines) {
        StringBuilder request = new StringBuilder("GET " + target + " HTTP/1.1\r\nConnection: close\r\n");
        boolean hasHost = false;
        for (String line : headerLines) {
            request.append(line).append("\r\n");
            hasHost |= line.startsWith("Host:");
        }
        request.append(hasHost ? "" : "Host: 127.0.0.1:" + server.getPort() + "\r\n");
        return send(server, request.append("\r\n").toString());
    }

    /** The status of the first answer. */
    public int status() {
        var matcher = STATUS.matcher(answer);
        return matcher.find() ? Integer.parseInt(matcher.group(1)) : 0;
    }

    /** How many answers came. */
    public int answers() {
        return (int) STATUS.matcher(answer).results().count();
    }
}
