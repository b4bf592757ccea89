package dev.granary.fetchverify.format.document;

/** Limits for tests that don't test limits. */
public final class SampleLimits {
    /** What package indexes need. */
    public static final JsonLimits INDEXES = new JsonLimits(100L << 20, 100, 64 << 10, 1 << 20, 100);

    private SampleLimits() {}
}
