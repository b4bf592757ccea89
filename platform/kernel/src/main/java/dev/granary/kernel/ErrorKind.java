package dev.granary.kernel;

/** Who or what a failure is to be blamed on; it alone decides the HTTP answer, retries, dead letters and alerts. */
public enum ErrorKind {
    /** The request makes no sense or is not allowed. */
    CALLER(400, false),
    /** Something that Granary depends on is away or misbehaves. */
    DEPENDENCY(502, true),
    /** A limit is reached. */
    CAPACITY(429, true),
    /** Bytes or claims that contradict a trusted source; never retried from the same source. */
    INTEGRITY(502, false),
    /** A fault of ours. */
    INTERNAL(500, false);

    private final int status;
    private final boolean retryable;

    ErrorKind(int status, boolean retryable) {
        this.status = status;
        this.retryable = retryable;
    }

    /** The HTTP status unless the code names a more exact one. */
    public int status() {
        return status;
    }

    /** Whether the same call may succeed later. */
    public boolean isRetryable() {
        return retryable;
    }
}
