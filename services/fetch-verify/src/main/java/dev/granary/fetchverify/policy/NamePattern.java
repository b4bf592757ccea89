package dev.granary.fetchverify.policy;

import java.util.Locale;

/**
 * A package name, or the beginning of one: {@code @corp/*}, {@code internal-*}, {@code left-pad}. Case does not count,
 * so that no spelling slips through.
 */
public final class NamePattern {
    private final String start;
    private final boolean open;
    private final String text;

    private NamePattern(String text) {
        this.text = text;
        this.open = text.endsWith("*");
        this.start = (open ? text.substring(0, text.length() - 1) : text).toLowerCase(Locale.ROOT);
    }

    /**
     * Reads a pattern.
     *
     * @throws IllegalArgumentException when it is empty, or has a star anywhere but at its end
     */
    public static NamePattern parse(String text) {
        int star = text.indexOf('*');
        if (text.isBlank() || text.equals("*") || (star >= 0 && star != text.length() - 1)) {
            throw new IllegalArgumentException(
                    "a name pattern is a name, or its beginning and one star, was '" + text + "'");
        }
        return new NamePattern(text);
    }

    /** Whether {@code fullName}, with its namespace, is meant. */
    public boolean matches(String fullName) {
        String name = fullName.toLowerCase(Locale.ROOT);
        return open ? name.startsWith(start) : name.equals(start);
    }

    @Override
    public String toString() {
        return text;
    }
}
