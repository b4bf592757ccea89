package dev.granary.fetchverify.request;

import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** A part of a body, by RFC 9110 section 14. One range per request: a list of ranges is answered with the whole. */
public sealed interface ByteRange {
    /** No usable range was asked for: the whole body. */
    record Whole() implements ByteRange {}

    /**
     * Part of the body.
     *
     * @param first position of the first byte
     * @param length at least 1
     */
    record Part(long first, long length) implements ByteRange {}

    /** The range lies outside the body: 416. */
    record Unsatisfiable() implements ByteRange {}

    /** The header's shape: fifteen digits hold every length and overflow nothing. */
    Pattern SHAPE = Pattern.compile("bytes=(\\d{0,15})-(\\d{0,15})");

    /** Reads the header {@code Range} for a body of {@code size} bytes; what is malformed is ignored, as the RFC says. */
    static ByteRange parse(Optional<String> header, long size) {
        Matcher matcher = SHAPE.matcher(header.orElse(""));
        if (!matcher.matches()
                || (matcher.group(1).isEmpty() && matcher.group(2).isEmpty())) {
            return new Whole();
        }
        if (matcher.group(1).isEmpty()) {
            long suffix = Math.min(Long.parseLong(matcher.group(2)), size);
            return suffix == 0 ? new Unsatisfiable() : new Part(size - suffix, suffix);
        }
        long first = Long.parseLong(matcher.group(1));
        long last = matcher.group(2).isEmpty() ? size - 1 : Math.min(Long.parseLong(matcher.group(2)), size - 1);
        if (!matcher.group(2).isEmpty() && Long.parseLong(matcher.group(2)) < first) {
            return new Whole();
        }
        return first >= size ? new Unsatisfiable() : new Part(first, last - first + 1);
    }
}
