package dev.granary.fetchverify.verify;

import dev.granary.kernel.ContentDigest;
import java.util.List;

/** What came of comparing bytes with their expectation. */
public sealed interface VerificationOutcome {
    /**
     * The bytes are right.
     *
     * @param verified every digest that was computed and found right, SHA-256 among them
     */
    record Verified(ContentDigest sha256, List<ContentDigest> verified, long length) implements VerificationOutcome {
        public Verified {
            verified = List.copyOf(verified);
        }
    }

    /** The bytes are not those that the digest tells of. */
    record DigestMismatch(ContentDigest expected, ContentDigest actual) implements VerificationOutcome {}

    /** The bytes are too many or too few. */
    record WrongLength(long expected, long actual) implements VerificationOutcome {}
}
