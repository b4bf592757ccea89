package dev.granary.fetchverify.format;

import static java.util.Objects.requireNonNull;

import dev.granary.kernel.Ecosystem;
import dev.granary.kernel.PackageCoordinate;

/**
 * An immutable file that clients download.
 *
 * @param repository the upstream's name where the format's paths name one, else empty
 * @param coordinate the package; without a version where the path does not tell it
 * @param path the canonical path below the ecosystem, as in {@code left-pad/-/left-pad-1.3.0.tgz}
 */
public record ArtifactFile(String repository, PackageCoordinate coordinate, String path) {
    public ArtifactFile {
        requireNonNull(repository, "repository");
        requireNonNull(coordinate, "coordinate");
        if (path.isEmpty()) {
            throw new IllegalArgumentException("a file has a path");
        }
    }

    public Ecosystem ecosystem() {
        return coordinate.ecosystem();
    }

    /** The one name of this file in stores and caches: ecosystem, slash, path. */
    public String key() {
        return ecosystem().id() + "/" + path;
    }

    /** The last path segment. */
    public String fileName() {
        return path.substring(path.lastIndexOf('/') + 1);
    }
}
