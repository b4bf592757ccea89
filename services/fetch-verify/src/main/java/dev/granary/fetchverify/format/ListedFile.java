package dev.granary.fetchverify.format;

import static java.util.Objects.requireNonNull;

import dev.granary.kernel.ContentDigest;
import java.net.URI;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import java.util.OptionalLong;

/**
 * What an index says of one file.
 *
 * @param version the package version that the file belongs to; empty where the ecosystem has none
 * @param path the canonical path below the ecosystem at the gateway
 * @param location where the upstream has the bytes: absolute, not yet checked against the allowed addresses
 * @param digests every digest that the index gives, strongest first; none when nothing usable tells what the bytes must be
 * @param size exact length in bytes, where the index gives one
 * @param publishedAt by the upstream's clock, where it tells
 * @param signatures by the registry
 */
public record ListedFile(
        String version,
        String path,
        URI location,
        List<ContentDigest> digests,
        OptionalLong size,
        Optional<Instant> publishedAt,
        List<RegistrySignature> signatures) {
    /**
     * A signature by a registry's key.
     *
     * @param keyId a hint which key it is
     * @param signature in Base64, as the index has it
     */
    public record RegistrySignature(String keyId, String signature) {}

    public ListedFile {
        requireNonNull(version, "version");
        requireNonNull(path, "path");
        requireNonNull(location, "location");
        digests = List.copyOf(digests);
        requireNonNull(size, "size");
        requireNonNull(publishedAt, "publishedAt");
        signatures = List.copyOf(signatures);
    }

    /** The same file with other digests. */
    public ListedFile withDigests(List<ContentDigest> others) {
        return new ListedFile(version, path, location, others, size, publishedAt, signatures);
    }
}
