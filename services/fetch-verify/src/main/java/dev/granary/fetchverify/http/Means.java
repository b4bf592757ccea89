package dev.granary.fetchverify.http;

import dev.granary.fetchverify.gateway.Artifacts;
import dev.granary.fetchverify.gateway.Documents;
import dev.granary.fetchverify.gateway.Renderings;
import dev.granary.fetchverify.policy.Policy;
import java.time.Duration;
import java.time.InstantSource;
import java.util.function.Supplier;

/**
 * What the door answers with.
 *
 * @param policy the rules in force now
 * @param limits how long and how much
 */
record Means(
        Artifacts artifacts,
        Documents documents,
        Renderings renderings,
        HotAnswers hot,
        SmallBodies bodies,
        Supplier<Policy> policy,
        InstantSource clock,
        Limits limits) {
    /**
     * Bounds of the door.
     *
     * @param mostRequests requests that may be on virtual threads at once; more are told to come back
     * @param clientPatience how long one chunk of 64 KiB may take to leave
     */
    record Limits(int mostRequests, Duration clientPatience) {
        Limits {
            if (mostRequests < 1 || !clientPatience.isPositive()) {
                throw new IllegalArgumentException("the door's limits are positive");
            }
        }
    }
}
