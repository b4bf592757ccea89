package dev.granary.testing.http;

import java.io.BufferedInputStream;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/** Reads HTTP/1.1 requests from one connection, within bounds. Confined to the connection's thread. */
final class RequestReader {
    private static final int MAXIMUM_LINE = 64 * 1024;
    private static final int MAXIMUM_HEADERS = 200;
    private static final int MAXIMUM_BODY = 16 * 1024 * 1024;

    private final InputStream in;

    RequestReader(InputStream in) {
        this.in = new BufferedInputStream(in, 8192);
    }

    /** Reads the next request; empty when the client has closed the connection between two of them. */
    Optional<ReceivedRequest> next() throws IOException {
        String line = line();
        if (line == null) {
            return Optional.empty();
        }
        String[] parts = line.split(" ", -1);
        if (parts.length != 3) {
            throw new IOException("not a request line: " + line);
        }
        Map<String, List<String>> headers = headers();
        return Optional.of(new ReceivedRequest(parts[0], parts[1], path(parts[1]), headers, body(headers)));
    }

    private Map<String, List<String>> headers() throws IOException {
        Map<String, List<String>> headers = new LinkedHashMap<>();
        for (int count = 0; count < MAXIMUM_HEADERS; count++) {
            String line = line();
            if (line == null || line.isEmpty()) {
                return headers;
            }
            int colon = line.indexOf(':');
            if (colon < 1) {
                throw new IOException("not a header: " + line);
            }
            headers.computeIfAbsent(line.substring(0, colon).toLowerCase(Locale.ROOT), name -> new ArrayList<>())
                    .add(line.substring(colon + 1).strip());
        }
        throw new IOException("more than " + MAXIMUM_HEADERS + " headers");
    }

    private String body(Map<String, List<String>> headers) throws IOException {
        if (headers.getOrDefault("transfer-encoding", List.of()).contains("chunked")) {
            return chunkedBody();
        }
        int length = Integer.parseInt(
                headers.getOrDefault("content-length", List.of("0")).getFirst());
        return new String(bounded(length), StandardCharsets.ISO_8859_1);
    }

    private String chunkedBody() throws IOException {
        ByteArrayOutputStream body = new ByteArrayOutputStream();
        int size = chunkSize();
        while (size > 0) {
            body.writeBytes(bounded(size));
            if (body.size() > MAXIMUM_BODY) {
                throw new IOException("body of more than " + MAXIMUM_BODY + " bytes");
            }
            line();
            size = chunkSize();
        }
        headers(); // the trailer section, as a rule empty
        return body.toString(StandardCharsets.ISO_8859_1);
    }

    private int chunkSize() throws IOException {
        String line = line();
        if (line == null) {
            throw new IOException("connection closed within a chunked body");
        }
        int end = line.indexOf(';');
        return Integer.parseInt((end < 0 ? line : line.substring(0, end)).strip(), 16);
    }

    private byte[] bounded(int length) throws IOException {
        if (length > MAXIMUM_BODY) {
            throw new IOException("body of more than " + MAXIMUM_BODY + " bytes");
        }
        byte[] bytes = in.readNBytes(length);
        if (bytes.length < length) {
            throw new IOException("connection closed within a body");
        }
        return bytes;
    }

    private @Nullable String line() throws IOException {
        StringBuilder line = new StringBuilder();
        int next = in.read();
        if (next < 0) {
            return null;
        }
        while (next >= 0 && next != '\n') {
            if (line.length() == MAXIMUM_LINE) {
                throw new IOException("line of more than " + MAXIMUM_LINE + " bytes");
            }
            if (next != '\r') {
                line.append((char) next);
            }
            next = in.read();
        }
        return line.toString();
    }

    private static String path(String target) {
        int query = target.indexOf('?');
        String path = query < 0 ? target : target.substring(0, query);
        ByteArrayOutputStream bytes = new ByteArrayOutputStream(path.length());
        for (int i = 0; i < path.length(); i++) {
            int escaped = path.charAt(i) == '%' ? hexAt(path, i + 1) : -1;
            bytes.write(escaped < 0 ? path.charAt(i) : escaped);
            i += escaped < 0 ? 0 : 2;
        }
        return bytes.toString(StandardCharsets.UTF_8);
    }

    private static int hexAt(String text, int at) {
        if (at + 2 > text.length()) {
            return -1;
        }
        int high = Character.digit(text.charAt(at), 16);
        int low = Character.digit(text.charAt(at + 1), 16);
        return high < 0 || low < 0 ? -1 : high * 16 + low;
    }
}
