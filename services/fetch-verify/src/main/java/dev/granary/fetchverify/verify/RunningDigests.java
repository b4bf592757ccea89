package dev.granary.fetchverify.verify;

import dev.granary.fetchverify.expectation.Expectation;
import dev.granary.fetchverify.verify.VerificationOutcome.DigestMismatch;
import dev.granary.fetchverify.verify.VerificationOutcome.Verified;
import dev.granary.fetchverify.verify.VerificationOutcome.WrongLength;
import dev.granary.kernel.ContentDigest;
import dev.granary.kernel.DigestAlgorithm;
import java.nio.ByteBuffer;
import java.security.MessageDigest;
import java.util.EnumMap;
import java.util.EnumSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/** Hashes bytes as they pass, with several algorithms at once. Confined to the thread of its transfer. */
public final class RunningDigests {
    private final Map<DigestAlgorithm, MessageDigest> states = new EnumMap<>(DigestAlgorithm.class);
    private @Nullable List<ContentDigest> finished;
    private long length;

    /** Hashes with {@code algorithms} and always with SHA-256. */
    public RunningDigests(Set<DigestAlgorithm> algorithms) {
        for (DigestAlgorithm algorithm : algorithms) {
            states.put(algorithm, algorithm.newState());
        }
        states.computeIfAbsent(DigestAlgorithm.SHA256, DigestAlgorithm::newState);
    }

    /** The algorithms that {@code expectation} needs. */
    public static Set<DigestAlgorithm> algorithmsOf(Expectation expectation) {
        Set<DigestAlgorithm> algorithms = EnumSet.of(DigestAlgorithm.SHA256);
        expectation.digests().forEach(digest -> algorithms.add(digest.algorithm()));
        return algorithms;
    }

    /** What is computed. */
    public Set<DigestAlgorithm> algorithms() {
        return Set.copyOf(states.keySet());
    }

    /** Takes the next bytes; the buffer's position is left as it is. */
    public void update(ByteBuffer bytes) {
        for (MessageDigest state : states.values()) {
            state.update(bytes.duplicate());
        }
        length += bytes.remaining();
    }

    /** Bytes taken so far. */
    public long length() {
        return length;
    }

    /** Ends hashing and compares with what the file must be. */
    public VerificationOutcome finish(Expectation expectation) {
        List<ContentDigest> actual = finish();
        if (expectation.size().isPresent() && expectation.size().getAsLong() != length) {
            return new WrongLength(expectation.size().getAsLong(), length);
        }
        for (ContentDigest expected : expectation.digests()) {
            ContentDigest found = of(actual, expected.algorithm());
            if (!expected.equals(found)) {
                return new DigestMismatch(expected, found);
            }
        }
        return new Verified(
                of(actual, DigestAlgorithm.SHA256),
                actual.stream()
                        .filter(d -> d.algorithm() == DigestAlgorithm.SHA256
                                || expectation.digests().contains(d))
                        .toList(),
                length);
    }

    /** Ends hashing and returns the SHA-256. */
    public ContentDigest finishSha256() {
        return of(finish(), DigestAlgorithm.SHA256);
    }

    private List<ContentDigest> finish() {
        List<ContentDigest> done = finished;
        if (done == null) {
            done = states.entrySet().stream()
                    .map(e -> ContentDigest.of(e.getKey(), e.getValue().digest()))
                    .toList();
            finished = done;
        }
        return done;
    }

    private static ContentDigest of(List<ContentDigest> digests, DigestAlgorithm algorithm) {
        return digests.stream()
                .filter(d -> d.algorithm() == algorithm)
                .findFirst()
                .orElseThrow(() -> new IllegalStateException(algorithm + " was not computed"));
    }
}
