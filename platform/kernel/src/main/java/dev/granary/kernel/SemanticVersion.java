package dev.granary.kernel;

import static java.util.Comparator.comparing;
import static java.util.Comparator.comparingInt;
import static java.util.Objects.requireNonNull;

import java.util.Comparator;
import java.util.List;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/**
 * A version in the order of Semantic Versioning 2, as npm, Cargo and Go use it.
 *
 * <p>Reading is lenient, because registries hold versions that are older than the rules: a leading {@code v} is passed
 * over, missing numbers are zero, and whatever follows the third number belongs to the build, which has no order. Numbers
 * have any length. Two versions are equal when neither comes first.
 *
 * @param major the first number, in decimal without leading zeros
 * @param minor the second number
 * @param patch the third number
 * @param preRelease the dot-separated identifiers after the dash; empty for a release
 */
public record SemanticVersion(String major, String minor, String patch, List<String> preRelease)
        implements Comparable<SemanticVersion> {
    private static final Pattern SHAPE = Pattern.compile("v?(?<major>[0-9]++)"
            + "(?:\\.(?<minor>[0-9]++))?+(?:\\.(?<patch>[0-9]++))?+"
            + "(?:-(?<pre>[0-9A-Za-z.-]++))?+(?:[.+][0-9A-Za-z.+~_-]*+)?+");
    private static final Pattern DIGITS = Pattern.compile("[0-9]+");
    private static final int LONGEST = 256;

    private static final Comparator<String> BY_NUMBER =
            comparingInt(String::length).thenComparing(Comparator.naturalOrder());
    private static final Comparator<SemanticVersion> ORDER = comparing(SemanticVersion::major, BY_NUMBER)
            .thenComparing(SemanticVersion::minor, BY_NUMBER)
            .thenComparing(SemanticVersion::patch, BY_NUMBER)
            .thenComparing(SemanticVersion::preRelease, SemanticVersion::comparePreReleases);

    public SemanticVersion {
        requireNumber(major);
        requireNumber(minor);
        requireNumber(patch);
        preRelease = List.copyOf(preRelease);
    }

    /** Reads a version; empty when {@code text} does not start with a number or is longer than 256 characters. */
    public static Optional<SemanticVersion> parse(String text) {
        if (text.length() > LONGEST) {
            return Optional.empty();
        }
        Matcher shape = SHAPE.matcher(text);
        if (!shape.matches()) {
            return Optional.empty();
        }
        String pre = shape.group("pre");
        List<String> identifiers = pre == null
                ? List.of()
                : List.of(pre.split("\\.", -1)).stream()
                        .map(SemanticVersion::canonical)
                        .toList();
        return Optional.of(new SemanticVersion(
                number(shape.group("major")), number(shape.group("minor")), number(shape.group("patch")), identifiers));
    }

    /** Whether this comes before the release with the same numbers. */
    public boolean isPreRelease() {
        return !preRelease.isEmpty();
    }

    @Override
    public int compareTo(SemanticVersion other) {
        return ORDER.compare(this, other);
    }

    /** The canonical form, without the build. */
    @Override
    public String toString() {
        String release = major + "." + minor + "." + patch;
        return preRelease.isEmpty() ? release : release + "-" + String.join(".", preRelease);
    }

    // spec: semver 2.0.0, section 11
    private static int comparePreReleases(List<String> a, List<String> b) {
        if (a.isEmpty() || b.isEmpty()) {
            return Boolean.compare(a.isEmpty(), b.isEmpty());
        }
        for (int i = 0; i < a.size() && i < b.size(); i++) {
            int order = compareIdentifiers(a.get(i), b.get(i));
            if (order != 0) {
                return order;
            }
        }
        return Integer.compare(a.size(), b.size());
    }

    private static int compareIdentifiers(String a, String b) {
        boolean aIsNumber = isNumber(a);
        boolean bIsNumber = isNumber(b);
        if (aIsNumber != bIsNumber) {
            return aIsNumber ? -1 : 1;
        }
        return aIsNumber ? BY_NUMBER.compare(a, b) : a.compareTo(b);
    }

    private static String canonical(String identifier) {
        return isNumber(identifier) ? number(identifier) : identifier;
    }

    private static String number(@Nullable String digits) {
        if (digits == null) {
            return "0";
        }
        int start = 0;
        while (start < digits.length() - 1 && digits.charAt(start) == '0') {
            start++;
        }
        return digits.substring(start);
    }

    private static boolean isNumber(String text) {
        return DIGITS.matcher(text).matches();
    }

    private static void requireNumber(String text) {
        if (!isNumber(requireNonNull(text)) || (text.length() > 1 && text.charAt(0) == '0')) {
            throw new IllegalArgumentException("not a number: " + Printable.of(text));
        }
    }
}
