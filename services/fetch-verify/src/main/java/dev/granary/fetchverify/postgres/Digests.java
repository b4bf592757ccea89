package dev.granary.fetchverify.postgres;

import dev.granary.contracts.v1.Artifact;
import dev.granary.contracts.v1.Digest;
import dev.granary.kernel.ContentDigest;
import dev.granary.kernel.DigestAlgorithm;
import java.util.Arrays;
import java.util.Comparator;
import java.util.List;
import java.util.stream.Collectors;

/** Digests as one column: {@code algorithm:hex}, strongest first, a space between. */
final class Digests {
    private Digests() {}

    static List<ContentDigest> of(Artifact artifact) {
        return artifact.getDigestsList().stream()
                .map(Digests::digest)
                .sorted(Comparator.comparing(ContentDigest::algorithm).reversed())
                .toList();
    }

    static String toText(List<ContentDigest> digests) {
        return digests.stream().map(ContentDigest::toString).collect(Collectors.joining(" "));
    }

    static List<ContentDigest> parse(String text) {
        return Arrays.stream(text.split(" ")).map(ContentDigest::parse).toList();
    }

    /** Whether two lists name different digests by one algorithm. */
    static boolean contradict(List<ContentDigest> first, List<ContentDigest> second) {
        return first.stream()
                .anyMatch(a -> second.stream().anyMatch(b -> a.algorithm() == b.algorithm() && !a.equals(b)));
    }

    private static ContentDigest digest(Digest digest) {
        DigestAlgorithm algorithm = DigestAlgorithm.find(digest.getAlgorithm())
                .orElseThrow(() -> new IllegalArgumentException("unknown algorithm " + digest.getAlgorithm()));
        return ContentDigest.of(algorithm, digest.getValue().toByteArray());
    }
}
