package dev.granary.fetchverify.format.npm;

import static java.util.Objects.requireNonNull;

import dev.granary.kernel.Ecosystem;
import dev.granary.kernel.PackageCoordinate;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.regex.Pattern;

/**
 * A package's name. Case counts: names in capitals are older than the rule against them.
 *
 * @param scope with its at sign, or empty
 * @param unscoped the part after the scope
 */
record NpmName(String scope, String unscoped) {
    static final Ecosystem ECOSYSTEM = new Ecosystem("npm");

    private static final int LONGEST = 214;
    /** What stands in a URL as it is; never a letter that only looks like one. It begins with a letter or digit. */
    private static final Pattern PART = Pattern.compile("[A-Za-z0-9][A-Za-z0-9._~!*'()-]*");

    /** No package can be called so: folders of npm's own, and names that are devices on Windows. */
    private static final Pattern RESERVED =
            Pattern.compile("node_modules|favicon\\.ico|(?:con|prn|aux|nul|com[0-9]|lpt[0-9])");

    NpmName {
        requireNonNull(scope, "scope");
        requireNonNull(unscoped, "unscoped");
    }

    /** Reads {@code name} or {@code @scope/name}. */
    static Optional<NpmName> parse(String text) {
        return ofLeading(List.of(text.split("/", -1)))
                .filter(name -> name.toString().equals(text));
    }

    /** Reads the name that the path begins with: two segments when the first begins with an at sign, else one. */
    static Optional<NpmName> ofLeading(List<String> segments) {
        if (segments.isEmpty()) {
            return Optional.empty();
        }
        String first = segments.getFirst();
        if (!first.startsWith("@")) {
            return Optional.of(new NpmName("", first)).filter(NpmName::isAllowed);
        }
        return segments.size() < 2
                ? Optional.empty()
                : Optional.of(new NpmName(first, segments.get(1))).filter(NpmName::isAllowed);
    }

    /** How many path segments the name takes. */
    int segmentCount() {
        return scope.isEmpty() ? 1 : 2;
    }

    PackageCoordinate coordinate() {
        return PackageCoordinate.of(ECOSYSTEM, scope, unscoped, "");
    }

    /** The name as one encoded path segment, as npm itself asks for it. */
    String encoded() {
        return scope.isEmpty() ? unscoped : scope + "%2f" + unscoped;
    }

    /** The path that registries give a tarball when nothing says otherwise. */
    String tarballPath(String version) {
        return this + "/-/" + unscoped + "-" + version + ".tgz";
    }

    @Override
    public String toString() {
        return scope.isEmpty() ? unscoped : scope + "/" + unscoped;
    }

    private boolean isAllowed() {
        return toString().length() <= LONGEST && isPart(unscoped) && (scope.isEmpty() || isPart(scope.substring(1)));
    }

    private static boolean isPart(String part) {
        return PART.matcher(part).matches()
                && !RESERVED.matcher(part.toLowerCase(Locale.ROOT)).matches();
    }
}
