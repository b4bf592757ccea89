package dev.granary.fetchverify.format.raw;

import dev.granary.kernel.ContentDigest;
import dev.granary.kernel.DigestAlgorithm;
import java.util.Locale;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * One line of a checksum file.
 *
 * @param digest of the file
 * @param name as the line has it, unescaped; empty when the line holds nothing but the digest
 */
record ChecksumLine(ContentDigest digest, String name) {
    /** GNU: digest, blank, blank or star for binary, name; a backslash in front when the name is escaped. */
    private static final Pattern GNU = Pattern.compile("(?<escaped>\\\\?)(?<hex>[0-9A-Fa-f]{64})(?: [ *](?<name>.+))?");

    /** BSD: {@code SHA256 (name) = digest}. */
    private static final Pattern BSD =
            Pattern.compile("(?<escaped>\\\\?)SHA256 \\((?<name>.+)\\) = (?<hex>[0-9A-Fa-f]{64})");

    /** A digest by another algorithm in the BSD form: fine, but not ours to check. */
    private static final Pattern OTHER =
            Pattern.compile("\\\\?(?!SHA256)[A-Z0-9/-]{2,16} \\(.+\\) = [0-9A-Fa-f]{32,128}");

    /** Whether the line says nothing about SHA-256: blank, a comment, or another algorithm's. */
    static boolean isBesideThePoint(String line) {
        return line.isBlank() || line.startsWith("#") || OTHER.matcher(line).matches();
    }

    /** Reads a line in either form; empty when it has none of them. */
    static Optional<ChecksumLine> parse(String line) {
        Matcher bsd = BSD.matcher(line);
        Matcher form = bsd.matches() ? bsd : GNU.matcher(line);
        if (!form.matches()) {
            return Optional.empty();
        }
        String name = form.group("name") == null ? "" : form.group("name");
        Optional<String> plain = form.group("escaped").isEmpty() ? Optional.of(name) : unescape(name);
        ContentDigest digest =
                new ContentDigest(DigestAlgorithm.SHA256, form.group("hex").toLowerCase(Locale.ROOT));
        return plain.map(text -> new ChecksumLine(digest, text));
    }

    /** Undoes what coreutils writes for backslash, line feed and carriage return. */
    private static Optional<String> unescape(String name) {
        StringBuilder plain = new StringBuilder(name.length());
        int at = 0;
        while (at < name.length()) {
            char c = name.charAt(at++);
            if (c != '\\') {
                plain.append(c);
                continue;
            }
            Optional<Character> meant = at < name.length() ? escaped(name.charAt(at++)) : Optional.empty();
            if (meant.isEmpty()) {
                return Optional.empty();
            }
            plain.append(meant.get().charValue());
        }
        return Optional.of(plain.toString());
    }

    private static Optional<Character> escaped(char c) {
        return switch (c) {
            case '\\' -> Optional.of('\\');
            case 'n' -> Optional.of('\n');
            case 'r' -> Optional.of('\r');
            default -> Optional.empty();
        };
    }
}
