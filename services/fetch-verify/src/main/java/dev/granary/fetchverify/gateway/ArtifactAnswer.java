package dev.granary.fetchverify.gateway;

import dev.granary.fetchverify.expectation.Expectation;
import dev.granary.fetchverify.policy.Verdict;
import dev.granary.fetchverify.store.ArtifactRecord;
import dev.granary.fetchverify.store.StoredContent;

/** An artifact for a client. */
public sealed interface ArtifactAnswer {
    /** It is held. */
    record Held(ArtifactRecord artifact, StoredContent content) implements ArtifactAnswer {}

    /** It is on its way, and policy lets this client have it. */
    record Coming(Transfer transfer, Expectation expectation) implements ArtifactAnswer {}

    /** Policy says no. */
    record Refused(Verdict.Denied denied) implements ArtifactAnswer {}
}
