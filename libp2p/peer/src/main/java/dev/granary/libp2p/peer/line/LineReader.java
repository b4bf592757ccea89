package dev.granary.libp2p.peer.line;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.util.Optional;

/** Cuts a stream of bytes into lines of bounded length. Confined to one thread. */
final class LineReader {
    private static final int BUFFER = 8192;

    private final InputStream input;
    private final int maximumBytes;
    private final byte[] buffer = new byte[BUFFER];
    private int at;
    private int end;

    /** @param maximumBytes of a line, with its end */
    LineReader(InputStream input, int maximumBytes) {
        this.input = input;
        this.maximumBytes = maximumBytes;
    }

    /** A line of the input. */
    sealed interface Line {
        record Text(String text) implements Line {}

        /** It was longer than allowed; all of it is skipped. */
        record TooLong() implements Line {}
    }

    /** The next line; empty at the end of the input. */
    Optional<Line> next() throws IOException {
        ByteArrayOutputStream line = new ByteArrayOutputStream();
        boolean tooLong = false;
        boolean any = false;
        while (hasMore()) {
            any = true;
            int newline = newline();
            int stop = newline < 0 ? end : newline;
            tooLong |= line.size() + (stop - at) >= maximumBytes;
            if (!tooLong) {
                line.write(buffer, at, stop - at);
            }
            at = newline < 0 ? end : newline + 1;
            if (newline >= 0) {
                break;
            }
        }
        if (!any) {
            return Optional.empty();
        }
        return Optional.of(tooLong ? new Line.TooLong() : new Line.Text(line.toString(StandardCharsets.UTF_8)));
    }

    private boolean hasMore() throws IOException {
        if (at == end) {
            at = 0;
            end = Math.max(0, input.read(buffer, 0, buffer.length));
        }
        return at < end;
    }

    private int newline() {
        for (int i = at; i < end; i++) {
            if (buffer[i] == '\n') {
                return i;
            }
        }
        return -1;
    }
}
