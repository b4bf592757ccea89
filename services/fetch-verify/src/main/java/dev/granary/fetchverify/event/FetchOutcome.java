package dev.granary.fetchverify.event;

/** What came of one try to fetch. */
public enum FetchOutcome {
    VERIFIED,
    /** The bytes contradict a trusted digest or length: the only proven wrong answer. */
    CORRUPT,
    /** Connection, timeout, 5xx, too slow, cut short. */
    FAILED,
    /** 404 or 410. */
    NOT_FOUND,
    /** 401, 403, 429 and other answers that say no. */
    REFUSED
}
