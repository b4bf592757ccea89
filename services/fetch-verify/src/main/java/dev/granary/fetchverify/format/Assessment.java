package dev.granary.fetchverify.format;

/** What the registry's signatures say of a listed file. */
public sealed interface Assessment {
    /** A known, valid key signed the digest: level L2. */
    record Signed(String evidence) implements Assessment {}

    /** There is no signature, or no key to check it with: level L1. */
    record Unsigned(String reason) implements Assessment {}

    /** A signature by a known key does not fit: the file must not be handed out. */
    record Forged(String reason) implements Assessment {}
}
