package dev.granary.fetchverify.postgres;

import jakarta.persistence.Column;
import jakarta.persistence.Entity;
import jakarta.persistence.Id;
import jakarta.persistence.Table;
import java.time.Instant;
import java.util.UUID;

/** How one artifact was fetched and verified. */
@Entity(name = "Receipt")
@Table(name = "receipt")
class ReceiptRow {
    @Id
    @Column(name = "event_id")
    UUID eventId = new UUID(0, 0);

    @Column(name = "file_key")
    String fileKey = "";

    @Column(name = "purl")
    String purl = "";

    @Column(name = "source")
    String source = "";

    @Column(name = "at")
    Instant at = Instant.EPOCH;

    @Column(name = "message")
    byte[] message = new byte[0];
}
