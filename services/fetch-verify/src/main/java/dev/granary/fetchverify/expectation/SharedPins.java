package dev.granary.fetchverify.expectation;

import dev.granary.fetchverify.format.ArtifactFile;
import java.util.Optional;

/** First-seen pins that all replicas of a site share. */
public interface SharedPins {
    /**
     * Finds the pin of a file; waits at most a bounded, short time.
     *
     * @return empty when there is none, or when the shared store is away: then what this replica holds decides
     */
    Optional<Expectation> find(ArtifactFile file);
}
