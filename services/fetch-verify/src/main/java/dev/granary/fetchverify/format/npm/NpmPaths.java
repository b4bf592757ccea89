package dev.granary.fetchverify.format.npm;

import java.nio.charset.StandardCharsets;
import java.util.HexFormat;
import java.util.List;
import java.util.regex.Pattern;

/** Which paths below a package are files, and how paths are written in addresses. */
final class NpmPaths {
    private static final int LONGEST = 1024;
    /** Printable, and nothing that a second decoding or a query would change. */
    private static final Pattern SEGMENT = Pattern.compile("[!-~&&[^%/\\\\?#]]+");

    private static final String UNRESERVED_MARKS = "-._~!$&'()*+,;=:@";

    private NpmPaths() {}

    /**
     * Whether the decoded segments after a package's name can be a file: below {@code -}, at another place of two or
     * more segments, or an archive right below the name.
     */
    static boolean isFile(List<String> rest) {
        if (rest.isEmpty() || !rest.stream().allMatch(NpmPaths::isSegment)) {
            return false;
        }
        int length = rest.stream().mapToInt(String::length).sum();
        return length <= LONGEST && (rest.size() > 1 || isArchive(rest.getFirst()));
    }

    private static boolean isSegment(String segment) {
        return SEGMENT.matcher(segment).matches() && !".".equals(segment) && !"..".equals(segment);
    }

    private static boolean isArchive(String segment) {
        return segment.endsWith(".tgz") || segment.endsWith(".tar.gz");
    }

    /** Percent-encodes what can't stand in a path; slashes stay. */
    static String encode(String path) {
        StringBuilder out = new StringBuilder(path.length() + 16);
        for (byte b : path.getBytes(StandardCharsets.UTF_8)) {
            char c = (char) (b & 0xff);
            if (isPlain(c) || c == '/') {
                out.append(c);
            } else {
                out.append('%').append(HexFormat.of().withUpperCase().toHexDigits(b));
            }
        }
        return out.toString();
    }

    private static boolean isPlain(char c) {
        return (c >= 'a' && c <= 'z')
                || (c >= 'A' && c <= 'Z')
                || (c >= '0' && c <= '9')
                || UNRESERVED_MARKS.indexOf(c) >= 0;
    }
}
