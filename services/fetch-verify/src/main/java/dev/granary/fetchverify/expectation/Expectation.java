package dev.granary.fetchverify.expectation;

import static java.util.Objects.requireNonNull;

import dev.granary.fetchverify.format.ArtifactFile;
import dev.granary.kernel.ContentDigest;
import dev.granary.kernel.DigestAlgorithm;
import dev.granary.kernel.SourceId;
import dev.granary.kernel.VerificationLevel;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import java.util.OptionalLong;

/**
 * What one file must be.
 *
 * @param file which file; its coordinate has a version where the ecosystem has versions
 * @param digests at least one, strongest first; bytes must match each of them
 * @param size exact length in bytes, where a trusted source tells
 * @param claimedBy the source that gave the digests
 * @param firstSeenAt when this mirror first saw the claim
 * @param publishedAt by the upstream's clock, where it tells
 * @param level how well the claim is traced
 * @param evidence what was checked, for people
 */
public record Expectation(
        ArtifactFile file,
        List<ContentDigest> digests,
        OptionalLong size,
        SourceId claimedBy,
        Instant firstSeenAt,
        Optional<Instant> publishedAt,
        VerificationLevel level,
        String evidence) {
    public Expectation {
        requireNonNull(file, "file");
        digests = List.copyOf(digests);
        if (digests.isEmpty()) {
            throw new IllegalArgumentException("an expectation has a digest: " + file.key());
        }
        requireNonNull(size, "size");
        requireNonNull(claimedBy, "claimedBy");
        requireNonNull(firstSeenAt, "firstSeenAt");
        requireNonNull(publishedAt, "publishedAt");
        requireNonNull(level, "level");
        requireNonNull(evidence, "evidence");
    }

    /** Finds the expected digest of one algorithm. */
    public Optional<ContentDigest> digest(DigestAlgorithm algorithm) {
        return digests.stream().filter(d -> d.algorithm() == algorithm).findFirst();
    }
}
