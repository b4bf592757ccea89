package dev.granary.reputation.ledger;

/** What became of one observation that was handed to the ledger. */
public enum Entry {
    /** Counted. */
    COUNTED,
    /** Its event id was counted before. */
    DUPLICATE,
    /** Older than event ids are remembered. */
    EXPIRED
}
