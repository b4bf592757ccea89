package dev.granary.kernel;

/** How well an artifact's bytes are traced to their publisher, weakest first. */
public enum VerificationLevel {
    /** Nothing but the transport vouches for the bytes. */
    L0,
    /** The digest equals the one in the index seen over TLS. */
    L1,
    /** A signature of the registry covers the digest. */
    L2,
    /** A signature or identity of the publisher covers the digest. */
    L3,
    /** Level 3, and provenance meets its expectations and stands in a public log. */
    L4;

    public boolean isAtLeast(VerificationLevel other) {
        return compareTo(other) >= 0;
    }
}
