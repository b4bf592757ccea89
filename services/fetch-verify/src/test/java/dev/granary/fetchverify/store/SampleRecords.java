package dev.granary.fetchverify.store;

import dev.granary.fetchverify.expectation.Expectation;
import dev.granary.fetchverify.format.ArtifactFile;
import dev.granary.fetchverify.receipt.Receipt;
import dev.granary.kernel.ContentDigest;
import dev.granary.kernel.DigestAlgorithm;
import dev.granary.kernel.Ecosystem;
import dev.granary.kernel.PackageCoordinate;
import dev.granary.kernel.SourceId;
import dev.granary.kernel.VerificationLevel;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalLong;

/** Records for tests, each with every part set. */
public final class SampleRecords {
    public static final Ecosystem NPM = new Ecosystem("npm");
    public static final SourceId SOURCE = SourceId.upstream(NPM, "registry.example");
    public static final Instant NOW = Instant.parse("2026-01-02T03:04:05.678901Z");

    private SampleRecords() {}

    /** The coordinate of one version of an npm package. */
    public static PackageCoordinate version(String name, String version) {
        return PackageCoordinate.of(NPM, "", name, version);
    }

    /** What {@code path} of {@code version} must be; the digests follow from {@code content}. */
    public static Expectation expectation(PackageCoordinate version, String path, String content) {
        byte[] bytes = content.getBytes(StandardCharsets.UTF_8);
        return new Expectation(
                new ArtifactFile("", version, path),
                List.of(
                        ContentDigest.hash(DigestAlgorithm.SHA512, bytes),
                        ContentDigest.hash(DigestAlgorithm.SHA1, bytes)),
                OptionalLong.of(bytes.length),
                SOURCE,
                NOW.minusSeconds(60),
                Optional.of(NOW.minusSeconds(86_400)),
                VerificationLevel.L2,
                "dist.integrity sha512, signature by SHA256:abc");
    }

    public static ArtifactRecord artifact(PackageCoordinate version, String path, String content) {
        byte[] bytes = content.getBytes(StandardCharsets.UTF_8);
        ContentDigest sha256 = ContentDigest.hash(DigestAlgorithm.SHA256, bytes);
        return new ArtifactRecord(
                expectation(version, path, content), sha256, bytes.length, SOURCE, Optional.of(receipt(sha256)));
    }

    public static Receipt receipt(ContentDigest sha256) {
        return new Receipt(
                "6d2ba6cd-5a86-4e5b-a5a1-0f3f4bd3f1a0",
                NOW,
                List.of(sha256),
                1234,
                2,
                List.of(new Receipt.Decision("release-age", true, "older than P3D")),
                List.of(new Receipt.Phase("connect", Duration.ofNanos(1_234_567_890))),
                "0af7651916cd43dd8448eb211c80319c");
    }

    public static DocumentRecord document(String key, String etag) {
        return new DocumentRecord(
                key,
                ContentDigest.hash(DigestAlgorithm.SHA256, key.getBytes(StandardCharsets.UTF_8)),
                42,
                SOURCE,
                "https://registry.example/",
                "application/json",
                etag,
                "Fri, 02 Jan 2026 03:04:05 GMT",
                NOW.minusSeconds(60),
                NOW,
                Map.of("left-pad/-/left-pad-1.3.0.tgz", "sha1:" + "0".repeat(40)));
    }
}
