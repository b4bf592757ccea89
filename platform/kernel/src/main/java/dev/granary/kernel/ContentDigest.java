package dev.granary.kernel;

import static java.util.Objects.requireNonNull;

import java.util.Base64;
import java.util.HexFormat;
import java.util.Locale;

/**
 * The digest of some bytes.
 *
 * @param algorithm the hash function
 * @param hex the digest in lower-case hexadecimal, of the length that the algorithm has
 */
public record ContentDigest(DigestAlgorithm algorithm, String hex) {
    public ContentDigest {
        requireNonNull(algorithm, "algorithm");
        hex = hex.toLowerCase(Locale.ROOT);
        if (hex.length() != 2 * algorithm.byteCount() || !isHex(hex)) {
            throw new IllegalArgumentException("not a " + algorithm.id() + " digest in hexadecimal: " + hex);
        }
    }

    /** Returns the digest of {@code bytes}, a raw hash of the algorithm's length. */
    public static ContentDigest of(DigestAlgorithm algorithm, byte[] bytes) {
        return new ContentDigest(algorithm, HexFormat.of().formatHex(bytes));
    }

    /** Returns the SHA-256 digest whose hexadecimal form is {@code hex}. */
    public static ContentDigest sha256(String hex) {
        return new ContentDigest(DigestAlgorithm.SHA256, hex);
    }

    /** Hashes {@code content}. */
    public static ContentDigest hash(DigestAlgorithm algorithm, byte[] content) {
        return of(algorithm, algorithm.newState().digest(content));
    }

    /** Reads {@code algorithm:hex}, the form of {@link #toString()}. */
    public static ContentDigest parse(String text) {
        int colon = text.indexOf(':');
        if (colon < 0) {
            throw new IllegalArgumentException("need algorithm:hex, was " + text);
        }
        DigestAlgorithm algorithm = DigestAlgorithm.find(text.substring(0, colon))
                .orElseThrow(() -> new IllegalArgumentException("unknown digest algorithm in " + text));
        return new ContentDigest(algorithm, text.substring(colon + 1));
    }

    /** The raw hash. */
    public byte[] toBytes() {
        return HexFormat.of().parseHex(hex);
    }

    /** The raw hash in standard Base64 with padding, as header fields and Subresource Integrity write it. */
    public String toBase64() {
        return Base64.getEncoder().encodeToString(toBytes());
    }

    @Override
    public String toString() {
        return algorithm.id() + ":" + hex;
    }

    private static boolean isHex(String text) {
        return text.chars().allMatch(c -> (c >= '0' && c <= '9') || (c >= 'a' && c <= 'f'));
    }
}
