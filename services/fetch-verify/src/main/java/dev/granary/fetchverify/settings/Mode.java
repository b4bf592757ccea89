package dev.granary.fetchverify.settings;

/** Where a mirror takes bytes from: {@code registry.mode}. */
public enum Mode {
    /** Upstreams only. */
    CENTRAL,
    /** Sibling mirrors only. */
    P2P,
    /** Both, raced. */
    HYBRID
}
