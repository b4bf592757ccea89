package dev.granary.reputation.evidence;

import static java.util.Objects.requireNonNull;

import dev.granary.kernel.ByteCount;
import java.time.Duration;

/** What came of one fetch, as far as it tells something about the source. */
public sealed interface FetchResult {
    /**
     * The bytes matched a trusted digest.
     *
     * @param elapsed from the request to the last byte; zero when not measured
     * @param packageName the package without its version, as in {@code pkg:npm/left-pad}
     */
    record Verified(ByteCount received, Duration elapsed, String packageName) implements FetchResult {
        public Verified {
            requireNonNull(received, "received");
            requirePositiveOrZero(elapsed);
            requireNonNull(packageName, "packageName");
        }
    }

    /** Connection, timeout, server error, too slow or cut short: may go better next time. */
    record Failed(ByteCount received, Duration elapsed) implements FetchResult {
        public Failed {
            requireNonNull(received, "received");
            requirePositiveOrZero(elapsed);
        }
    }

    /** The bytes contradict a trusted digest or length: local proof that the source gave a wrong answer. */
    record Corrupt(ByteCount received, Duration elapsed) implements FetchResult {
        public Corrupt {
            requireNonNull(received, "received");
            requirePositiveOrZero(elapsed);
        }
    }

    /** The source says that it hasn't the artifact: an honest answer. */
    record NotFound() implements FetchResult {}

    /** The source says no: not allowed, or too many requests. */
    record Refused() implements FetchResult {}

    private static void requirePositiveOrZero(Duration elapsed) {
        if (elapsed.isNegative()) {
            throw new IllegalArgumentException("a transfer takes no negative time, was " + elapsed);
        }
    }
}
