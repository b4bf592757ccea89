package dev.granary.kernel;

import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.Locale;
import java.util.Optional;

/** A hash function that some package ecosystem publishes digests of. */
public enum DigestAlgorithm {
    /** Broken for collisions: tells corruption, never proves origin. */
    MD5("MD5", 16),
    /** Weak: only accepted from an upstream that offers nothing better. */
    SHA1("SHA-1", 20),
    SHA256("SHA-256", 32),
    SHA384("SHA-384", 48),
    SHA512("SHA-512", 64);

    private final String javaName;
    private final int byteCount;

    DigestAlgorithm(String javaName, int byteCount) {
        this.javaName = javaName;
        this.byteCount = byteCount;
    }

    /** Length of a digest in bytes. */
    public int byteCount() {
        return byteCount;
    }

    /** The name in lower case without a dash, as in {@code sha256}: the form of events, receipts and file names. */
    public String id() {
        return name().toLowerCase(Locale.ROOT);
    }

    /** Whether a match proves that nobody chose the bytes: false for algorithms with practical collisions. */
    public boolean isCollisionResistant() {
        return this != MD5 && this != SHA1;
    }

    /** Returns a new hash state. */
    public MessageDigest newState() {
        try {
            return MessageDigest.getInstance(javaName);
        } catch (NoSuchAlgorithmException e) {
            throw new IllegalStateException("every Java runtime has " + javaName, e);
        }
    }

    /** Finds the algorithm by {@link #id()}. */
    public static Optional<DigestAlgorithm> find(String id) {
        for (DigestAlgorithm algorithm : values()) {
            if (algorithm.id().equals(id)) {
                return Optional.of(algorithm);
            }
        }
        return Optional.empty();
    }
}
