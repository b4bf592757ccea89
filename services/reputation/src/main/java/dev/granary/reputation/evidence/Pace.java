package dev.granary.reputation.evidence;

import dev.granary.kernel.ByteCount;
import java.time.Duration;

/**
 * How fast a source is, as two moving averages. The only evidence that depends on the order of arrival.
 *
 * @param transferMillis time to a verified transfer of at most one MiB, of larger ones per MiB; a failure counts as a
 *     timeout. 0 = not known
 * @param answerMillis the seed's average over every answer, wrong ones too. 0 = not known
 */
public record Pace(double transferMillis, double answerMillis) {
    static final Pace UNKNOWN = new Pace(0, 0);

    private static final double NEWEST_TRANSFER = 0.2;
    private static final double NEWEST_ANSWER = 0.3;
    private static final double MIB = 1024.0 * 1024;

    public Pace {
        if (!(transferMillis >= 0 && answerMillis >= 0)
                || Double.isInfinite(transferMillis)
                || Double.isInfinite(answerMillis)) {
            throw new IllegalArgumentException("a pace is at least 0, was " + transferMillis + ", " + answerMillis);
        }
    }

    Pace plus(FetchResult result, EvidenceSettings settings) {
        return switch (result) {
            case FetchResult.Verified good -> verified(good.received(), good.elapsed());
            case FetchResult.Failed bad -> failed(bad.elapsed(), settings.failureCountsAs());
            case FetchResult.Corrupt bad -> new Pace(transferMillis, answer(millis(bad.elapsed())));
            case FetchResult.NotFound _, FetchResult.Refused _ -> this;
        };
    }

    private Pace verified(ByteCount received, Duration elapsed) {
        double millis = millis(elapsed);
        if (millis == 0) {
            return this;
        }
        return new Pace(transfer(millis / Math.max(1, received.value() / MIB)), answer(millis));
    }

    private Pace failed(Duration elapsed, Duration countsAs) {
        // Never below the average: a failure must not make a slow source look faster.
        double timeout = Math.max(Math.max(millis(countsAs), millis(elapsed)), transferMillis);
        return new Pace(transfer(timeout), answer(millis(elapsed)));
    }

    private double transfer(double newest) {
        return transferMillis == 0 ? newest : (1 - NEWEST_TRANSFER) * transferMillis + NEWEST_TRANSFER * newest;
    }

    private double answer(double newest) {
        return answerMillis == 0 ? newest : (1 - NEWEST_ANSWER) * answerMillis + NEWEST_ANSWER * newest;
    }

    private static double millis(Duration elapsed) {
        return elapsed.toNanos() / 1e6;
    }
}
