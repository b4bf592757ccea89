package dev.granary.fetchverify.format.npm;

import static java.util.Comparator.comparing;
import static java.util.Comparator.reverseOrder;

import dev.granary.kernel.ContentDigest;
import dev.granary.kernel.DigestAlgorithm;
import java.util.Base64;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/** Reads the hashes of Subresource Integrity: {@code sha512-Base64}, several with white space between. */
final class SubresourceIntegrity {
    private SubresourceIntegrity() {}

    /**
     * Every digest of a known algorithm, strongest first; hashes of other algorithms and unreadable ones are passed over.
     * Empty when two hashes of one algorithm contradict each other: then nothing tells which bytes are meant.
     */
    static List<ContentDigest> parse(String integrity) {
        Map<DigestAlgorithm, ContentDigest> digests = new EnumMap<>(DigestAlgorithm.class);
        for (String hash : integrity.strip().split("\\s+", -1)) {
            Optional<ContentDigest> digest = parseOne(hash);
            if (digest.isEmpty()) {
                continue;
            }
            ContentDigest before = digests.putIfAbsent(digest.get().algorithm(), digest.get());
            if (before != null && !before.equals(digest.get())) {
                return List.of();
            }
        }
        return digests.values().stream()
                .sorted(comparing(ContentDigest::algorithm, reverseOrder()))
                .toList();
    }

    /** The digest as one hash. */
    static String format(ContentDigest digest) {
        return digest.algorithm().id() + "-" + digest.toBase64();
    }

    private static Optional<ContentDigest> parseOne(String hash) {
        int dash = hash.indexOf('-');
        if (dash < 0) {
            return Optional.empty();
        }
        int options = hash.indexOf('?');
        String base64 = hash.substring(dash + 1, options < dash ? hash.length() : options);
        return DigestAlgorithm.find(hash.substring(0, dash)).flatMap(algorithm -> decode(algorithm, base64));
    }

    private static Optional<ContentDigest> decode(DigestAlgorithm algorithm, String base64) {
        try {
            byte[] bytes = Base64.getDecoder().decode(base64);
            return bytes.length == algorithm.byteCount()
                    ? Optional.of(ContentDigest.of(algorithm, bytes))
                    : Optional.empty();
        } catch (IllegalArgumentException e) {
            return Optional.empty();
        }
    }
}
