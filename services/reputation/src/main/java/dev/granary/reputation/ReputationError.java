package dev.granary.reputation;

import dev.granary.kernel.ErrorCode;
import dev.granary.kernel.ErrorKind;

/** How operations of this service fail. */
public enum ReputationError implements ErrorCode {
    /** The request names no source. */
    SOURCE_MALFORMED(ErrorKind.CALLER, 400),
    /** The page asked for is out of bounds. */
    PAGE_OUT_OF_BOUNDS(ErrorKind.CALLER, 400),
    /** Nothing was seen of this source, or it was forgotten. */
    SOURCE_UNKNOWN(ErrorKind.CALLER, 404),
    /** PostgreSQL can't be reached or failed; the same call may succeed later. */
    LEDGER_UNAVAILABLE(ErrorKind.DEPENDENCY, 503);

    private final ErrorKind kind;
    private final int status;

    ReputationError(ErrorKind kind, int status) {
        this.kind = kind;
        this.status = status;
    }

    @Override
    public ErrorKind kind() {
        return kind;
    }

    @Override
    public int status() {
        return status;
    }
}
