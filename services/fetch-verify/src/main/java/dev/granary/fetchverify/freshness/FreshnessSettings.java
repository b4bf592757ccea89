package dev.granary.fetchverify.freshness;

import static dev.granary.fetchverify.freshness.Freshness.FRESH;
import static dev.granary.fetchverify.freshness.Freshness.REVALIDATE_FIRST;
import static dev.granary.fetchverify.freshness.Freshness.SERVE_AND_REVALIDATE;

import dev.granary.fetchverify.format.DocumentKey;
import java.time.Duration;
import java.time.Instant;

/**
 * How long documents may be believed; an instance is always usable.
 *
 * @param index time to live of an index
 * @param sidecar time to live of documents that come with a version
 * @param keys time to live of signing keys
 * @param grace how much longer a document is served while the upstream is asked
 * @param absent how long an upstream's "not found" is believed
 */
public record FreshnessSettings(Duration index, Duration sidecar, Duration keys, Duration grace, Duration absent) {
    private static final int JITTER_PARTS = 10;

    public FreshnessSettings {
        if (index.isNegative() || sidecar.isNegative() || keys.isNegative() || grace.isNegative()) {
            throw new IllegalArgumentException("times to live are not negative");
        }
        if (absent.isNegative() || absent.compareTo(Duration.ofSeconds(60)) > 0) {
            throw new IllegalArgumentException("\"not found\" is believed for 0 to 60 s, was " + absent);
        }
    }

    /**
     * Judges a document.
     *
     * @param validatedAt when the upstream last said that it is right
     * @param salt spreads the expiry of documents over a tenth of the time to live, so that they do not expire together
     */
    public Freshness judge(DocumentKey.Kind kind, Instant validatedAt, Instant now, int salt) {
        Duration age = Duration.between(validatedAt, now);
        if (age.isNegative()) {
            // The clock went back: what was validated "in the future" can't be dated, so the upstream must tell.
            return REVALIDATE_FIRST;
        }
        Duration ttl = jittered(timeToLive(kind), salt);
        if (age.compareTo(ttl) < 0) {
            return FRESH;
        }
        return age.compareTo(ttl.plus(grace)) < 0 ? SERVE_AND_REVALIDATE : REVALIDATE_FIRST;
    }

    /** Until when a document validated at {@code validatedAt} is fresh. */
    public Instant freshUntil(DocumentKey.Kind kind, Instant validatedAt, int salt) {
        return validatedAt.plus(jittered(timeToLive(kind), salt));
    }

    private Duration timeToLive(DocumentKey.Kind kind) {
        return switch (kind) {
            case INDEX -> index;
            case SIDECAR -> sidecar;
            case KEYS -> keys;
        };
    }

    private static Duration jittered(Duration ttl, int salt) {
        return ttl.minus(ttl.dividedBy(JITTER_PARTS * 100L).multipliedBy(Math.floorMod(salt, 100)));
    }
}
