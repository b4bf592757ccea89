package dev.granary.fetchverify.source;

/**
 * Keeps retries to a share of all requests, so that an outage is not doubled by those who suffer from it.
 *
 * <p>Each request puts in a tenth of a retry, each retry takes one out; a full budget holds a few, for quiet times. Not
 * safe for threads: the owner guards it.
 */
public final class RetryBudget {
    private static final int REQUESTS_PER_RETRY = 10;
    private static final int LARGEST = 10 * REQUESTS_PER_RETRY;

    private int tenths = LARGEST;

    /** Takes a first try into account. */
    public void onRequest() {
        tenths = Math.min(LARGEST, tenths + 1);
    }

    /** Takes one retry out; false when there is none left. */
    public boolean tryRetry() {
        if (tenths < REQUESTS_PER_RETRY) {
            return false;
        }
        tenths -= REQUESTS_PER_RETRY;
        return true;
    }
}
