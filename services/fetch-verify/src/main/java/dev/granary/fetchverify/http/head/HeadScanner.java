package dev.granary.fetchverify.http.head;

import io.netty.buffer.ByteBuf;
import java.nio.charset.StandardCharsets;
import java.util.Locale;

/**
 * Follows the requests on one connection, as far as it takes to tell heads from bodies.
 *
 * <pre>
 *  Between ── first byte ──► Head ── empty line ──► Body ── all of it ──► Between
 *                             │
 *                             └── not HTTP/1, or a length that only the decoder can judge ──► Opaque
 * </pre>
 */
final class HeadScanner {
    /** No line is folded. */
    static final int NOTHING = -1;

    private static final byte LF = '\n';
    private static final byte CR = '\r';
    /** First byte of a TLS connection. */
    private static final byte TLS_HANDSHAKE = 0x16;
    /** Longer than any line whose meaning matters here. */
    private static final int LONGEST_KEPT = 64;

    private static final int MOST_DIGITS = 18;

    private enum State {
        BETWEEN,
        HEAD,
        BODY,
        OPAQUE
    }

    private final StringBuilder line = new StringBuilder();
    private State state = State.BETWEEN;
    private boolean midLine;
    private int lines;
    private int heads;
    private long bodyLeft;
    private boolean opaqueNext;
    private boolean upgrading;

    /** Takes {@code bytes} into account, without reading them; returns where a folded line begins, or {@link #NOTHING}. */
    int scan(ByteBuf bytes) {
        int at = bytes.readerIndex();
        int end = bytes.writerIndex();
        while (at < end) {
            switch (state) {
                case OPAQUE -> at = end;
                case BODY -> at = skipBody(at, end);
                case BETWEEN -> at = begin(bytes.getByte(at), at);
                case HEAD -> {
                    if (lines > 0 && !midLine && isBlank(bytes.getByte(at))) {
                        return at;
                    }
                    at = readLine(bytes, at, end);
                }
            }
        }
        return NOTHING;
    }

    /** Whether a head has begun and not ended. */
    boolean isWithinHead() {
        return state == State.HEAD;
    }

    /** Whether nothing can be told of this connection any more. */
    boolean isOpaque() {
        return state == State.OPAQUE;
    }

    /** Heads that have ended. */
    int heads() {
        return heads;
    }

    /** Whether the last request asks to speak another protocol. */
    boolean isUpgrading() {
        return upgrading;
    }

    /** What follows is another protocol. */
    void onUpgraded() {
        state = State.OPAQUE;
    }

    private int skipBody(int at, int end) {
        int count = (int) Math.min(bodyLeft, end - at);
        bodyLeft -= count;
        if (bodyLeft == 0) {
            state = State.BETWEEN;
        }
        return at + count;
    }

    private int begin(byte first, int at) {
        if (first == CR || first == LF) {
            return at + 1;
        }
        state = heads == 0 && first == TLS_HANDSHAKE ? State.OPAQUE : State.HEAD;
        lines = 0;
        bodyLeft = 0;
        upgrading = false;
        return at;
    }

    private int readLine(ByteBuf bytes, int at, int end) {
        int lineFeed = bytes.indexOf(at, end, LF);
        int stop = lineFeed < 0 ? end : lineFeed;
        if (midLine || lineFeed < 0 || isTelling(bytes, at, stop)) {
            keep(bytes, at, stop);
        }
        midLine = lineFeed < 0;
        if (midLine) {
            return end;
        }
        boolean empty = stop == at || (stop == at + 1 && bytes.getByte(at) == CR);
        finishLine(empty && isNothingKept());
        return lineFeed + 1;
    }

    private boolean isNothingKept() {
        return line.isEmpty() || (line.length() == 1 && line.charAt(0) == CR);
    }

    /**
     * Only few lines matter: a first line that may be another protocol's, and fields about length and protocol. Told by
     * single characters, since this is asked of each line of each request.
     */
    private boolean isTelling(ByteBuf bytes, int at, int stop) {
        if (at == stop) {
            return false;
        }
        byte first = bytes.getByte(at);
        if (lines == 0) {
            return heads == 0 && first == 'P';
        }
        return switch (first) {
            case 'C', 'c' -> isAt(bytes, at + "content".length(), stop, '-');
            case 'T', 't' -> isAt(bytes, at + "transfer".length(), stop, '-');
            case 'U', 'u' -> isAt(bytes, at + 1, stop, 'p') || isAt(bytes, at + 1, stop, 'P');
            default -> false;
        };
    }

    private static boolean isAt(ByteBuf bytes, int at, int stop, char wanted) {
        return at < stop && bytes.getByte(at) == wanted;
    }

    private void keep(ByteBuf bytes, int at, int stop) {
        int count = Math.min(stop - at, LONGEST_KEPT - line.length());
        line.append(bytes.toString(at, count, StandardCharsets.ISO_8859_1));
    }

    private void finishLine(boolean empty) {
        if (empty && lines > 0) {
            finishHead();
        } else if (lines == 0) {
            opaqueNext = line.indexOf("PRI * HTTP/2") == 0;
        } else if (!line.isEmpty()) {
            readField(line.toString());
        }
        lines++;
        line.setLength(0);
    }

    private void readField(String text) {
        int colon = text.indexOf(':');
        if (colon < 0) {
            return;
        }
        switch (text.substring(0, colon).strip().toLowerCase(Locale.ROOT)) {
            case "content-length" -> readLength(text.substring(colon + 1).strip());
            case "transfer-encoding" -> opaqueNext = true;
            case "upgrade" -> upgrading = true;
            default -> {}
        }
    }

    private void readLength(String digits) {
        boolean plain = !digits.isEmpty()
                && digits.length() <= MOST_DIGITS
                && digits.chars().allMatch(c -> c >= '0' && c <= '9');
        long length = plain ? Long.parseLong(digits) : -1;
        opaqueNext |= length < 0 || (bodyLeft > 0 && bodyLeft != length);
        bodyLeft = Math.max(length, 0);
    }

    private void finishHead() {
        heads++;
        state = bodyLeft > 0 ? State.BODY : State.BETWEEN;
        if (opaqueNext) {
            state = State.OPAQUE;
        }
    }

    private static boolean isBlank(byte b) {
        return b == ' ' || b == '\t';
    }
}
