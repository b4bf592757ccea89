package dev.granary.fetchverify.receipt;

import static java.util.Objects.requireNonNull;

import dev.granary.kernel.ContentDigest;
import java.time.Duration;
import java.time.Instant;
import java.util.List;

/**
 * How one artifact was fetched and verified.
 *
 * @param eventId of the {@code artifact.stored} event that tells the same
 * @param at when it was verified
 * @param verified every digest that was computed over the bytes and found right, SHA-256 among them
 * @param receivedBytes bytes taken from the source, resumed parts counted once
 * @param attempts requests sent
 * @param decisions what each policy said
 * @param phases in the order they ended
 * @param traceId 32 hexadecimal digits; empty when the request was not traced
 */
public record Receipt(
        String eventId,
        Instant at,
        List<ContentDigest> verified,
        long receivedBytes,
        int attempts,
        List<Decision> decisions,
        List<Phase> phases,
        String traceId) {
    /** What one policy said. */
    public record Decision(String policy, boolean allowed, String reason) {}

    /** One named part of a request's time. */
    public record Phase(String name, Duration took) {}

    public Receipt {
        requireNonNull(eventId, "eventId");
        requireNonNull(at, "at");
        verified = List.copyOf(verified);
        decisions = List.copyOf(decisions);
        phases = List.copyOf(phases);
        requireNonNull(traceId, "traceId");
    }
}
