package dev.granary.fetchverify.policy;

import static java.util.Objects.requireNonNull;

import dev.granary.kernel.PackageCoordinate;
import java.time.Instant;

/**
 * The latest decision on handing out a package or one version of it.
 *
 * @param subject a version, or a package without version for all of its versions
 * @param active true while it must not be handed out, false once lifted
 * @param reason shown to whoever asks for it
 * @param actor who decided, as far as known
 * @param at when
 * @param revision per subject, grows by one with each decision
 */
public record Recall(
        PackageCoordinate subject, boolean active, String reason, String actor, Instant at, long revision) {
    public Recall {
        requireNonNull(subject, "subject");
        requireNonNull(reason, "reason");
        requireNonNull(actor, "actor");
        requireNonNull(at, "at");
        if (revision < 1) {
            throw new IllegalArgumentException("a recall's revision is at least 1, was " + revision);
        }
    }

    /** The decision that lifts this one. */
    public Recall lifted(String newReason, String newActor, Instant now) {
        return new Recall(subject, false, newReason, newActor, now, revision + 1);
    }
}
