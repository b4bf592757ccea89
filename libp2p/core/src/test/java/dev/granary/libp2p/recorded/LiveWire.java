package dev.granary.libp2p.recorded;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.Socket;
import java.util.Arrays;

/** A socket to a peer that runs; all that it says is written down. */
final class LiveWire implements Wire {
    private static final int PATIENCE_MILLIS = 10_000;
    private static final int MOST_AT_ONCE = 65_536;

    private final Socket socket;
    private final Recording recording;
    private final String prefix;

    LiveWire(Socket socket, Recording recording, String prefix) throws IOException {
        this.socket = socket;
        this.recording = recording;
        this.prefix = prefix;
        socket.setSoTimeout(PATIENCE_MILLIS);
    }

    @Override
    public void sent(byte[] bytes) {
        try {
            socket.getOutputStream().write(bytes);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    @Override
    public byte[] next(String step) {
        byte[] buffer = new byte[MOST_AT_ONCE];
        try {
            int length = socket.getInputStream().read(buffer);
            if (length < 0) {
                throw new IOException("the peer has closed during \"" + step + "\"");
            }
            byte[] bytes = Arrays.copyOf(buffer, length);
            recording.put(prefix + step, bytes);
            return bytes;
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
