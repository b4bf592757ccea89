package dev.granary.fetchverify.upstream;

import static java.util.Objects.requireNonNull;

import dev.granary.fetchverify.breaker.Breaker;
import dev.granary.fetchverify.source.Backoff;
import dev.granary.fetchverify.source.UpstreamRequest.Kind;
import java.time.Duration;

/**
 * The bounds of everything that upstreams may take.
 *
 * @param times how long each step may last
 * @param minimumBytesPerSecond what an upstream must send while somebody waits for it
 * @param places how many requests may be under way
 * @param backoff how often and how soon a request is repeated
 * @param breaker when a host is not asked any more for a while
 */
public record UpstreamLimits(
        Times times, long minimumBytesPerSecond, Places places, Backoff backoff, Breaker.Rules breaker) {
    public UpstreamLimits {
        requireNonNull(times, "times");
        requireNonNull(places, "places");
        requireNonNull(backoff, "backoff");
        requireNonNull(breaker, "breaker");
        if (minimumBytesPerSecond < 1) {
            throw new IllegalArgumentException("the minimum rate is at least 1 B/s, was " + minimumBytesPerSecond);
        }
    }

    /**
     * How long each step may last.
     *
     * @param resolve until a name is resolved
     * @param connect until a connection stands
     * @param header from the first byte of a request until the answer's header
     * @param rateWindow over which the minimum rate is measured; also the wait for the first bytes of a body
     * @param document until the last byte of a document, retries included
     * @param artifact until the last byte of an artifact, retries and resumes included
     */
    public record Times(
            Duration resolve,
            Duration connect,
            Duration header,
            Duration rateWindow,
            Duration document,
            Duration artifact) {
        public Times {
            requirePositive("resolve", resolve);
            requirePositive("connect", connect);
            requirePositive("header", header);
            requirePositive("rate window", rateWindow);
            requirePositive("document", document);
            requirePositive("artifact", artifact);
        }
    }

    /**
     * How many requests may be under way, per host.
     *
     * @param artifacts transfers of artifacts
     * @param documents transfers of documents
     * @param relays questions passed on for clients
     * @param patience how long a request waits for a place
     */
    public record Places(int artifacts, int documents, int relays, Duration patience) {
        public Places {
            if (artifacts < 1 || documents < 1 || relays < 1) {
                throw new IllegalArgumentException("every kind of request needs a place");
            }
            requirePositive("wait for a place", patience);
        }

        /** How many of this kind. */
        int of(Kind kind) {
            return switch (kind) {
                case ARTIFACT -> artifacts;
                case DOCUMENT -> documents;
                case RELAY -> relays;
            };
        }

        /** All of them together. */
        int total() {
            return artifacts + documents + relays;
        }
    }

    /** Until the last byte of an answer of this kind. */
    Duration deadline(Kind kind) {
        return switch (kind) {
            case ARTIFACT -> times.artifact();
            case DOCUMENT, RELAY -> times.document();
        };
    }

    private static void requirePositive(String name, Duration duration) {
        if (!duration.isPositive()) {
            throw new IllegalArgumentException("the time for '" + name + "' is positive, was " + duration);
        }
    }
}
