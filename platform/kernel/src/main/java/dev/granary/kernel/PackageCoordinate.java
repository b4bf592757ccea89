package dev.granary.kernel;

import static java.util.Objects.requireNonNull;

import com.github.packageurl.MalformedPackageURLException;
import com.github.packageurl.PackageURL;
import java.util.Map;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * A package or one version of it, written as a package URL: {@code pkg:npm/%40scope/name@1.0.0}.
 *
 * <p>Equality is by canonical text. Qualifiers and subpaths play no part in Granary and are refused.
 */
public final class PackageCoordinate implements Comparable<PackageCoordinate> {
    private final Ecosystem ecosystem;
    private final String namespace;
    private final String name;
    private final String version;
    private final String text;

    private PackageCoordinate(PackageURL url) {
        this.ecosystem = new Ecosystem(url.getType());
        this.namespace = orEmpty(url.getNamespace());
        this.name = url.getName();
        this.version = orEmpty(url.getVersion());
        this.text = url.canonicalize();
    }

    /**
     * Builds the coordinate of a package, or of one version.
     *
     * @param namespace the scope, group or organisation; empty when there is none
     * @param version empty for the package as a whole
     * @throws IllegalArgumentException when the parts make no package URL
     */
    public static PackageCoordinate of(Ecosystem ecosystem, String namespace, String name, String version) {
        requireNonNull(ecosystem, "ecosystem");
        try {
            return new PackageCoordinate(new PackageURL(
                    ecosystem.id(), orNull(namespace), requireNonNull(name, "name"), orNull(version), null, null));
        } catch (MalformedPackageURLException e) {
            throw new IllegalArgumentException(
                    "no package URL: " + ecosystem + " " + Printable.of(namespace + "/" + name + "@" + version), e);
        }
    }

    /** Reads a package URL; empty when {@code text} is none, or has qualifiers or a subpath. */
    public static Optional<PackageCoordinate> parse(String text) {
        try {
            PackageURL url = new PackageURL(text);
            Map<String, String> qualifiers = url.getQualifiers(); // null when there are none
            boolean plain = (qualifiers == null || qualifiers.isEmpty()) && url.getSubpath() == null;
            return plain ? Optional.of(new PackageCoordinate(url)) : Optional.empty();
        } catch (MalformedPackageURLException | IllegalArgumentException e) {
            return Optional.empty();
        }
    }

    public Ecosystem ecosystem() {
        return ecosystem;
    }

    /** The scope, group or organisation; empty when there is none. */
    public String namespace() {
        return namespace;
    }

    public String name() {
        return name;
    }

    /** Namespace and name with a slash between, or the name alone: what people call the package. */
    public String fullName() {
        return namespace.isEmpty() ? name : namespace + "/" + name;
    }

    /** The version; empty for the package as a whole. */
    public String version() {
        return version;
    }

    /** This package as a whole. */
    public PackageCoordinate withoutVersion() {
        return version.isEmpty() ? this : of(ecosystem, namespace, name, "");
    }

    /** The given version of this package. */
    public PackageCoordinate withVersion(String newVersion) {
        return of(ecosystem, namespace, name, newVersion);
    }

    @Override
    public int compareTo(PackageCoordinate other) {
        return text.compareTo(other.text);
    }

    @Override
    public boolean equals(@Nullable Object other) {
        return other instanceof PackageCoordinate that && text.equals(that.text);
    }

    @Override
    public int hashCode() {
        return text.hashCode();
    }

    /** The canonical package URL. */
    @Override
    public String toString() {
        return text;
    }

    private static String orEmpty(@Nullable String part) {
        return part == null ? "" : part;
    }

    private static @Nullable String orNull(String part) {
        return part.isEmpty() ? null : part;
    }
}
