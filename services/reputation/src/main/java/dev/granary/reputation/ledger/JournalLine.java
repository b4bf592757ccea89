package dev.granary.reputation.ledger;

import static java.util.Objects.requireNonNull;

import dev.granary.kernel.SourceId;
import dev.granary.reputation.evidence.FetchResult;
import dev.granary.reputation.evidence.Observation;
import java.time.Duration;
import java.time.Instant;
import java.util.UUID;

/**
 * One observation as it was counted: remembers its event id, and lets a person see why a score is what it is.
 *
 * @param recordedAt when it was counted
 * @param elapsed zero when not measured
 * @param context what was asked for
 */
public record JournalLine(
        UUID eventId,
        SourceId source,
        Instant occurredAt,
        Instant recordedAt,
        Outcome outcome,
        long receivedBytes,
        Duration elapsed,
        Observation.Context context) {
    /** What came of the fetch. */
    public enum Outcome {
        VERIFIED,
        FAILED,
        CORRUPT,
        NOT_FOUND,
        REFUSED
    }

    public JournalLine {
        requireNonNull(eventId, "eventId");
        requireNonNull(source, "source");
        requireNonNull(occurredAt, "occurredAt");
        requireNonNull(recordedAt, "recordedAt");
        requireNonNull(outcome, "outcome");
        requireNonNull(elapsed, "elapsed");
        requireNonNull(context, "context");
    }

    static JournalLine of(Observation observation, Instant now) {
        return switch (observation.result()) {
            case FetchResult.Verified good ->
                line(observation, now, Outcome.VERIFIED, good.received().value(), good.elapsed());
            case FetchResult.Failed bad ->
                line(observation, now, Outcome.FAILED, bad.received().value(), bad.elapsed());
            case FetchResult.Corrupt bad ->
                line(observation, now, Outcome.CORRUPT, bad.received().value(), bad.elapsed());
            case FetchResult.NotFound _ -> line(observation, now, Outcome.NOT_FOUND, 0, Duration.ZERO);
            case FetchResult.Refused _ -> line(observation, now, Outcome.REFUSED, 0, Duration.ZERO);
        };
    }

    private static JournalLine line(
            Observation observation, Instant now, Outcome outcome, long bytes, Duration elapsed) {
        return new JournalLine(
                observation.eventId(),
                observation.source(),
                observation.occurredAt(),
                now,
                outcome,
                bytes,
                elapsed,
                observation.context());
    }
}
