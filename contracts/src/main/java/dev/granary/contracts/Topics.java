package dev.granary.contracts;

import java.time.Duration;
import java.util.List;

/** The Kafka topics; {@code asyncapi.yaml} tells their keys and owners, and a test keeps the two equal. */
public final class Topics {
    public static final String ARTIFACT_FETCHED = "granary.artifact.fetched.v1";
    public static final String ARTIFACT_STORED = "granary.artifact.stored.v1";
    public static final String ARTIFACT_RECALLED = "granary.artifact.recalled.v1";
    public static final String REPUTATION_SCORED = "granary.reputation.scored.v1";
    public static final String REPUTATION_DEAD_LETTER = "granary.reputation.dead-letter.v1";

    /** All of them: whoever finds one missing creates it like this. */
    public static final List<Topic> ALL = List.of(
            new Topic(ARTIFACT_FETCHED, "granary.v1.ArtifactFetched", 3, days(7)),
            new Topic(ARTIFACT_STORED, "granary.v1.ArtifactStored", 3, days(30)),
            new Topic(ARTIFACT_RECALLED, "granary.v1.ArtifactRecalled", 1, new Topic.Retention.Latest()),
            new Topic(REPUTATION_SCORED, "granary.v1.ReputationScored", 1, new Topic.Retention.Latest()));

    /**
     * Messages that a service could not make sense of, as they came: evidence for a person, no contract between
     * services, so {@code asyncapi.yaml} does not have them.
     */
    public static final List<Topic> DEAD_LETTERS = List.of(new Topic(REPUTATION_DEAD_LETTER, "", 1, days(30)));

    private Topics() {}

    private static Topic.Retention days(int days) {
        return new Topic.Retention.For(Duration.ofDays(days));
    }
}
