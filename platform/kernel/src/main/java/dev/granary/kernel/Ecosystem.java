package dev.granary.kernel;

import java.util.regex.Pattern;

/**
 * A family of packages with one naming and versioning scheme, named by its package-URL type.
 *
 * <p>An open set on purpose: a new ecosystem is a new format package, not a new constant here.
 *
 * @param id the package-URL type, such as {@code npm}; also the first segment of its paths at the gateway
 */
public record Ecosystem(String id) {
    private static final Pattern SHAPE = Pattern.compile("[a-z][a-z0-9.-]{0,31}");

    public Ecosystem {
        if (!SHAPE.matcher(id).matches()) {
            throw new IllegalArgumentException("not the name of an ecosystem: " + Printable.of(id));
        }
    }

    @Override
    public String toString() {
        return id;
    }
}
