package dev.granary.fetchverify.component;

import static java.nio.charset.StandardCharsets.ISO_8859_1;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.InputStream;
import java.net.InetSocketAddress;
import java.net.Socket;
import java.net.SocketTimeoutException;
import java.net.URI;
import java.time.Duration;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** A connection on which anything may be sent, one character a byte. */
final class Wire implements AutoCloseable {
    private static final Pattern STATUS = Pattern.compile("HTTP/1\\.[01] (\\d{3})");

    private final Socket socket;

    private Wire(Socket socket) {
        this.socket = socket;
    }

    /** Connects to the mirror. */
    static Wire to(URI base) throws IOException {
        Socket socket = new Socket();
        socket.connect(new InetSocketAddress(base.getHost(), base.getPort()), 10_000);
        socket.setTcpNoDelay(true);
        return new Wire(socket);
    }

    /**
     * What came back on one connection.
     *
     * @param text all that was received
     * @param closed whether the mirror closed the connection
     */
    record Received(String text, boolean closed) {
        /** The first answer's status; 0 when there was none. */
        int status() {
            Matcher matcher = STATUS.matcher(text);
            return matcher.lookingAt() ? Integer.parseInt(matcher.group(1)) : 0;
        }

        /** How many answers came. */
        int answers() {
            return (int) STATUS.matcher(text).results().count();
        }
    }

    /** Sends {@code request} on a connection of its own and takes what comes within {@code patience}. */
    static Received exchange(URI base, String request, Duration patience) throws IOException {
        try (Wire wire = to(base)) {
            wire.send(request);
            return wire.receive(patience);
        }
    }

    /** Asks for a request target as it stands, and for the connection to be closed afterwards. */
    static Received get(URI base, String target) throws IOException {
        return exchange(
                base,
                "GET " + target + " HTTP/1.1\r\nHost: mirror\r\nConnection: close\r\n\r\n",
                Duration.ofSeconds(20));
    }

    void send(String text) throws IOException {
        socket.getOutputStream().write(text.getBytes(ISO_8859_1));
        socket.getOutputStream().flush();
    }

    /** Takes what comes until the mirror closes, or says nothing for {@code patience}. */
    Received receive(Duration patience) throws IOException {
        socket.setSoTimeout((int) patience.toMillis());
        InputStream in = socket.getInputStream();
        ByteArrayOutputStream received = new ByteArrayOutputStream();
        byte[] piece = new byte[16 * 1024];
        try {
            for (int count = in.read(piece); count >= 0; count = in.read(piece)) {
                received.write(piece, 0, count);
            }
            return new Received(received.toString(ISO_8859_1), true);
        } catch (SocketTimeoutException e) {
            return new Received(received.toString(ISO_8859_1), false);
        } catch (IOException e) {
            return new Received(received.toString(ISO_8859_1), true); // reset
        }
    }

    /** Takes at most {@code count} bytes and returns how many came. */
    int receiveSome(int count) throws IOException {
        socket.setSoTimeout(20_000);
        return socket.getInputStream().readNBytes(count).length;
    }

    @Override
    public void close() throws IOException {
        socket.close();
    }
}
