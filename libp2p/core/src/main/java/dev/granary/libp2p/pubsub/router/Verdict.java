package dev.granary.libp2p.pubsub.router;

/** What a program thinks of a message. */
public enum Verdict {
    /** It is delivered and passed on. */
    ACCEPT,
    /** It is neither, and nobody is to blame. */
    IGNORE,
    /** It is neither, and whoever passed it on should have known. */
    REJECT
}
