package dev.granary.fetchverify.freshness;

/** What to do with a held document. */
public enum Freshness {
    /** Serve it. */
    FRESH,
    /** Serve it, and ask the upstream meanwhile. */
    SERVE_AND_REVALIDATE,
    /** Ask the upstream first; serve what is held when no answer comes. */
    REVALIDATE_FIRST
}
