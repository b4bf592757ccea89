package dev.granary.fetchverify.verify;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import dev.granary.fetchverify.expectation.Expectation;
import dev.granary.fetchverify.format.ArtifactFile;
import dev.granary.fetchverify.store.SampleRecords;
import dev.granary.fetchverify.verify.VerificationOutcome.DigestMismatch;
import dev.granary.fetchverify.verify.VerificationOutcome.Verified;
import dev.granary.fetchverify.verify.VerificationOutcome.WrongLength;
import dev.granary.kernel.ContentDigest;
import dev.granary.kernel.DigestAlgorithm;
import dev.granary.kernel.VerificationLevel;
import java.nio.ByteBuffer;
import java.util.Arrays;
import java.util.EnumSet;
import java.util.List;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.Random;
import java.util.Set;
import java.util.stream.LongStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.MethodSource;

class RunningDigestsTest {
    private static final byte[] RIGHT = "the bytes of a package".getBytes(UTF_8);

    @ParameterizedTest
    @EnumSource(DigestAlgorithm.class)
    void theRightBytesAreVerifiedByEachAlgorithm(DigestAlgorithm algorithm) {
        // When
        VerificationOutcome outcome = verify(RIGHT, expecting(OptionalLong.empty(), algorithm));

        // Then
        assertThat(outcome).isInstanceOfSatisfying(Verified.class, verified -> {
            assertThat(verified.sha256()).isEqualTo(ContentDigest.hash(DigestAlgorithm.SHA256, RIGHT));
            assertThat(verified.verified()).contains(ContentDigest.hash(algorithm, RIGHT), verified.sha256());
            assertThat(verified.length()).isEqualTo(RIGHT.length);
        });
    }

    @ParameterizedTest
    @EnumSource(DigestAlgorithm.class)
    void oneFlippedBitIsSeenByEachAlgorithm(DigestAlgorithm algorithm) {
        // Given
        byte[] wrong = RIGHT.clone();
        wrong[3] ^= 1;

        // When
        VerificationOutcome outcome = verify(wrong, expecting(OptionalLong.empty(), algorithm));

        // Then
        assertThat(outcome)
                .isEqualTo(
                        new DigestMismatch(ContentDigest.hash(algorithm, RIGHT), ContentDigest.hash(algorithm, wrong)));
    }

    @Test
    void everyExpectedDigestMustMatch() {
        // Given
        Expectation contradictory = expecting(List.of(
                ContentDigest.hash(DigestAlgorithm.SHA512, RIGHT),
                ContentDigest.hash(DigestAlgorithm.SHA1, "other".getBytes(UTF_8))));

        // When
        VerificationOutcome outcome = verify(RIGHT, contradictory);

        // Then
        assertThat(outcome).isInstanceOfSatisfying(DigestMismatch.class, mismatch -> assertThat(
                        mismatch.expected().algorithm())
                .isEqualTo(DigestAlgorithm.SHA1));
    }

    @Test
    void theLengthIsCheckedBeforeTheDigest() {
        // When
        VerificationOutcome shorter = verify(
                Arrays.copyOf(RIGHT, RIGHT.length - 1),
                expecting(OptionalLong.of(RIGHT.length), DigestAlgorithm.SHA512));

        // Then
        assertThat(shorter).isEqualTo(new WrongLength(RIGHT.length, RIGHT.length - 1));
    }

    @Test
    void anEmptyFileCanBeRight() {
        // Given
        Expectation empty = expecting(List.of(ContentDigest.hash(DigestAlgorithm.SHA1, new byte[0])));

        // When
        VerificationOutcome outcome = verify(new byte[0], empty);

        // Then
        assertThat(outcome).isInstanceOf(Verified.class);
    }

    @ParameterizedTest(name = "seed={0}")
    @MethodSource("seeds")
    void howTheBytesAreCutDoesNotMatter(long seed) {
        // Given
        Random random = new Random(seed);
        byte[] bytes = new byte[random.nextInt(20_000)];
        random.nextBytes(bytes);
        RunningDigests digests = new RunningDigests(EnumSet.allOf(DigestAlgorithm.class));

        // When
        int at = 0;
        while (at < bytes.length) {
            int count = Math.min(bytes.length - at, random.nextInt(5_000));
            ByteBuffer piece = ByteBuffer.wrap(bytes, at, count);
            digests.update(random.nextBoolean() ? piece : piece.asReadOnlyBuffer());
            assertThat(piece.remaining()).as("the position is left as it is").isEqualTo(count);
            at += count;
        }

        // Then
        assertThat(digests.length()).isEqualTo(bytes.length);
        assertThat(digests.finishSha256()).isEqualTo(ContentDigest.hash(DigestAlgorithm.SHA256, bytes));
        assertThat(digests.finishSha256())
                .as("asked again")
                .isEqualTo(ContentDigest.hash(DigestAlgorithm.SHA256, bytes));
    }

    static LongStream seeds() {
        return LongStream.range(0, 50);
    }

    @Test
    void sha256IsComputedWhateverIsExpected() {
        // Given
        Expectation weak = expecting(OptionalLong.empty(), DigestAlgorithm.SHA1);

        // When
        Set<DigestAlgorithm> needed = RunningDigests.algorithmsOf(weak);

        // Then
        assertThat(needed).containsExactlyInAnyOrder(DigestAlgorithm.SHA1, DigestAlgorithm.SHA256);
        assertThat(new RunningDigests(Set.of()).algorithms()).containsExactly(DigestAlgorithm.SHA256);
    }

    private static VerificationOutcome verify(byte[] bytes, Expectation expectation) {
        RunningDigests digests = new RunningDigests(RunningDigests.algorithmsOf(expectation));
        digests.update(ByteBuffer.wrap(bytes));
        return digests.finish(expectation);
    }

    private static Expectation expecting(OptionalLong size, DigestAlgorithm algorithm) {
        return expecting(size, List.of(ContentDigest.hash(algorithm, RIGHT)));
    }

    private static Expectation expecting(List<ContentDigest> digests) {
        return expecting(OptionalLong.empty(), digests);
    }

    private static Expectation expecting(OptionalLong size, List<ContentDigest> digests) {
        return new Expectation(
                new ArtifactFile("", SampleRecords.version("left-pad", "1.3.0"), "left-pad/-/left-pad-1.3.0.tgz"),
                digests,
                size,
                SampleRecords.SOURCE,
                SampleRecords.NOW,
                Optional.empty(),
                VerificationLevel.L1,
                "a test");
    }
}
