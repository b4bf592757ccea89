package dev.granary.fetchverify.postgres;

import jakarta.persistence.Column;
import jakarta.persistence.Entity;
import jakarta.persistence.Id;
import jakarta.persistence.Table;
import java.time.Instant;
import java.util.UUID;

/** An event that took effect. */
@Entity(name = "ProcessedEvent")
@Table(name = "processed_event")
class ProcessedEventRow {
    @Id
    @Column(name = "event_id")
    UUID eventId = new UUID(0, 0);

    @Column(name = "processed_at")
    Instant processedAt = Instant.EPOCH;
}
