package dev.granary.reputation.postgres;

import dev.granary.kernel.SourceId;
import dev.granary.reputation.evidence.Observation;
import dev.granary.reputation.ledger.JournalLine;
import jakarta.persistence.Column;
import jakarta.persistence.Entity;
import jakarta.persistence.Id;
import jakarta.persistence.Table;
import java.time.Duration;
import java.time.Instant;
import java.util.UUID;

/** One journal line. */
@Entity(name = "JournalLine")
@Table(name = "journal_line")
class LineRow {
    @Id
    @Column(name = "event_id")
    UUID eventId = new UUID(0, 0);

    @Column(name = "source")
    String source = "";

    @Column(name = "occurred_at")
    Instant occurredAt = Instant.EPOCH;

    @Column(name = "recorded_at")
    Instant recordedAt = Instant.EPOCH;

    @Column(name = "expires_at")
    Instant expiresAt = Instant.EPOCH;

    @Column(name = "outcome")
    String outcome = "";

    @Column(name = "received_bytes")
    long receivedBytes;

    @Column(name = "elapsed_nanos")
    long elapsedNanos;

    @Column(name = "purl")
    String purl = "";

    @Column(name = "error_code")
    String errorCode = "";

    @Column(name = "trace_id")
    String traceId = "";

    static LineRow of(JournalLine line, Instant expiresAt) {
        LineRow row = new LineRow();
        row.eventId = line.eventId();
        row.source = line.source().toString();
        row.occurredAt = line.occurredAt();
        row.recordedAt = line.recordedAt();
        row.expiresAt = expiresAt;
        row.outcome = line.outcome().name();
        row.receivedBytes = line.receivedBytes();
        row.elapsedNanos = line.elapsed().toNanos();
        row.purl = line.context().purl();
        row.errorCode = line.context().errorCode();
        row.traceId = line.context().traceId();
        return row;
    }

    JournalLine line() {
        return new JournalLine(
                eventId,
                SourceId.parse(source),
                occurredAt,
                recordedAt,
                JournalLine.Outcome.valueOf(outcome),
                receivedBytes,
                Duration.ofNanos(elapsedNanos),
                new Observation.Context(purl, errorCode, traceId));
    }
}
