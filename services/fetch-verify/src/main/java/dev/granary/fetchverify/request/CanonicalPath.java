package dev.granary.fetchverify.request;

import java.nio.ByteBuffer;
import java.nio.charset.CharacterCodingException;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.HexFormat;
import java.util.List;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * A request path, decoded once and free of everything that could be read in two ways.
 *
 * <p>Refused: encoded slashes and backslashes (but one {@code %2f} after an npm scope), dot segments, empty segments,
 * control characters, percent signs that survive decoding, bytes that are not UTF-8. What is accepted has exactly one
 * spelling here, so that caches and rules can't be passed by another one.
 *
 * @param segments decoded, none empty
 * @param trailingSlash whether the path ended with a slash
 */
public record CanonicalPath(List<String> segments, boolean trailingSlash) {
    /** Longest path that any registry's client sends, with room. */
    private static final int LONGEST = 2048;

    public CanonicalPath {
        segments = List.copyOf(segments);
    }

    /** Reads a raw path, starting with a slash and without query; empty when it must be refused. */
    public static Optional<CanonicalPath> parse(String raw) {
        if (!raw.startsWith("/") || raw.length() > LONGEST) {
            return Optional.empty();
        }
        List<String> segments = new ArrayList<>();
        int start = 1;
        while (start < raw.length()) {
            int slash = raw.indexOf('/', start);
            int end = slash < 0 ? raw.length() : slash;
            if (!add(raw.substring(start, end), segments)) {
                return Optional.empty();
            }
            start = end + 1;
        }
        return Optional.of(new CanonicalPath(segments, raw.endsWith("/")));
    }

    private static boolean add(String raw, List<String> segments) {
        int scopeSlash = scopeSlash(raw);
        if (scopeSlash > 0) {
            return addPlain(raw.substring(0, scopeSlash), segments)
                    && addPlain(raw.substring(scopeSlash + 3), segments);
        }
        return addPlain(raw, segments);
    }

    /** Where the encoded slash of {@code @scope%2fname} stands; -1 when this is no such segment. */
    private static int scopeSlash(String raw) {
        boolean scoped = raw.startsWith("@") || raw.startsWith("%40");
        int slash = scoped ? indexOfEncodedSlash(raw, 0) : -1;
        boolean single = slash > 0 && indexOfEncodedSlash(raw, slash + 3) < 0;
        return single ? slash : -1;
    }

    private static int indexOfEncodedSlash(String raw, int from) {
        for (int i = raw.indexOf('%', from); i >= 0; i = raw.indexOf('%', i + 1)) {
            if (raw.regionMatches(true, i, "%2f", 0, 3)) {
                return i;
            }
        }
        return -1;
    }

    private static boolean addPlain(String raw, List<String> segments) {
        String decoded = decode(raw);
        if (decoded == null || decoded.isEmpty() || decoded.equals(".") || decoded.equals("..")) {
            return false;
        }
        segments.add(decoded);
        return true;
    }

    private static @Nullable String decode(String raw) {
        // The slow path also refuses what is neither ASCII nor encoded.
        return raw.chars().allMatch(c -> c < 0x80 && c != '%') ? (isClean(raw) ? raw : null) : decodeEscapes(raw);
    }

    private static @Nullable String decodeEscapes(String raw) {
        byte[] bytes = new byte[raw.length()];
        int count = 0;
        for (int i = 0; i < raw.length(); i++) {
            char c = raw.charAt(i);
            int value = c;
            if (c == '%') {
                value = i + 2 < raw.length() ? octet(raw.charAt(i + 1), raw.charAt(i + 2)) : -1;
                i += 2;
            } else if (c > 0x7f) {
                value = -1;
            }
            if (value < 0) {
                return null;
            }
            bytes[count++] = (byte) value;
        }
        try {
            String decoded = StandardCharsets.UTF_8
                    .newDecoder()
                    .decode(ByteBuffer.wrap(bytes, 0, count))
                    .toString();
            return isClean(decoded) ? decoded : null;
        } catch (CharacterCodingException e) {
            return null;
        }
    }

    /** The value of two hexadecimal digits; -1 when they are none. */
    private static int octet(char high, char low) {
        boolean hex = HexFormat.isHexDigit(high) && HexFormat.isHexDigit(low);
        return hex ? HexFormat.fromHexDigit(high) << 4 | HexFormat.fromHexDigit(low) : -1;
    }

    private static boolean isClean(String text) {
        boolean ascii = true;
        for (int i = 0; i < text.length(); i++) {
            char c = text.charAt(i);
            if (c < ' ' || c == 0x7f || c == '/' || c == '\\' || c == '%') {
                return false;
            }
            ascii &= c < 0x80;
        }
        return ascii || text.codePoints().noneMatch(CanonicalPath::isDeceptive);
    }

    /** Controls, invisible formatting such as direction marks, separators of lines: with them a log shows another path. */
    private static boolean isDeceptive(int codePoint) {
        int type = Character.getType(codePoint);
        return type == Character.CONTROL
                || type == Character.FORMAT
                || type == Character.LINE_SEPARATOR
                || type == Character.PARAGRAPH_SEPARATOR;
    }
}
