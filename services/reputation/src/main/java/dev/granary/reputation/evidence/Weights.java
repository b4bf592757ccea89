package dev.granary.reputation.evidence;

import static java.util.Objects.requireNonNull;

import dev.granary.kernel.ByteCount;
import java.time.Instant;

/**
 * The fading evidence of one source.
 *
 * @param verified transfers that matched a trusted digest; big ones weigh up to three times a small one
 * @param failed transient failures
 * @param corrupt proven-corrupt answers
 */
public record Weights(DecayingSum verified, DecayingSum failed, DecayingSum corrupt) {
    static final Weights NONE = new Weights(DecayingSum.NONE, DecayingSum.NONE, DecayingSum.NONE);

    private static final double HEAVIEST = 3;
    private static final double BYTES_PER_WEIGHT = 500_000;

    public Weights {
        requireNonNull(verified, "verified");
        requireNonNull(failed, "failed");
        requireNonNull(corrupt, "corrupt");
    }

    Weights plus(FetchResult result, Instant at, EvidenceSettings settings) {
        return switch (result) {
            case FetchResult.Verified good ->
                new Weights(verified.plus(weightOf(good.received()), at, settings.verifiedHalfLife()), failed, corrupt);
            case FetchResult.Failed _ -> new Weights(verified, failed.plus(1, at, settings.failedHalfLife()), corrupt);
            case FetchResult.Corrupt _ ->
                new Weights(verified, failed, corrupt.plus(1, at, settings.corruptHalfLife()));
            case FetchResult.NotFound _, FetchResult.Refused _ -> this;
        };
    }

    /** Between 1 and 3: small files can't buy much credit for a big poisoned one. */
    static double weightOf(ByteCount received) {
        return Math.min(HEAVIEST, 1 + received.value() / BYTES_PER_WEIGHT);
    }
}
