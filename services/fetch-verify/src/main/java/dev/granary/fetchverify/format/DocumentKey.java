package dev.granary.fetchverify.format;

import static java.util.Objects.requireNonNull;

import dev.granary.kernel.Ecosystem;
import dev.granary.kernel.PackageCoordinate;
import java.util.Optional;

/**
 * A mutable document of an upstream: an index, a key list, an attestation.
 *
 * @param ecosystem whose document it is
 * @param repository the upstream's name where the format's paths name one, else empty
 * @param coordinate the package that the document is about; empty for documents about the registry
 * @param path the canonical, decoded path below the ecosystem; the document's identity in stores and caches
 * @param upstreamPath the encoded path relative to the upstream's base
 * @param kind how long an answer may be believed
 */
public record DocumentKey(
        Ecosystem ecosystem,
        String repository,
        Optional<PackageCoordinate> coordinate,
        String path,
        String upstreamPath,
        Kind kind) {
    /** How long an answer may be believed. */
    public enum Kind {
        /** An index that changes with each release: minutes. */
        INDEX,
        /** Something that comes with a version but may change: minutes. */
        SIDECAR,
        /** Signing keys: a day. */
        KEYS
    }

    public DocumentKey {
        requireNonNull(ecosystem, "ecosystem");
        requireNonNull(repository, "repository");
        requireNonNull(coordinate, "coordinate");
        requireNonNull(upstreamPath, "upstreamPath");
        requireNonNull(kind, "kind");
        if (path.isEmpty()) {
            throw new IllegalArgumentException("a document has a path");
        }
    }

    /** The one name of this document in stores and caches: ecosystem, slash, path. */
    public String key() {
        return ecosystem.id() + "/" + path;
    }
}
