package dev.granary.contracts;

/** The Kafka topics; {@code asyncapi.yaml} tells their partitions, retention and owners. */
public final class Topics {
    public static final String ARTIFACT_FETCHED = "granary.artifact.fetched.v1";
    public static final String ARTIFACT_STORED = "granary.artifact.stored.v1";
    public static final String ARTIFACT_RECALLED = "granary.artifact.recalled.v1";
    public static final String REPUTATION_SCORED = "granary.reputation.scored.v1";

    private Topics() {}
}
