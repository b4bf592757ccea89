package dev.granary.fetchverify.postgres;

import jakarta.persistence.Column;
import jakarta.persistence.Entity;
import jakarta.persistence.Id;
import jakarta.persistence.Table;
import java.time.Instant;
import java.util.UUID;

/** A claim that contradicts a pin. */
@Entity(name = "HashConflict")
@Table(name = "hash_conflict")
class HashConflictRow {
    @Id
    @Column(name = "event_id")
    UUID eventId = new UUID(0, 0);

    @Column(name = "file_key")
    String fileKey = "";

    @Column(name = "purl")
    String purl = "";

    @Column(name = "digests")
    String digests = "";

    @Column(name = "claimed_by")
    String claimedBy = "";

    @Column(name = "seen_at")
    Instant seenAt = Instant.EPOCH;

    @Column(name = "site")
    String site = "";
}
