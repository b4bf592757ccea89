package dev.granary.fetchverify.postgres;

import jakarta.persistence.Column;
import jakarta.persistence.Entity;
import jakarta.persistence.Id;
import jakarta.persistence.Table;
import java.time.Instant;

/** The latest recall decision on one package or version. */
@Entity(name = "Recall")
@Table(name = "recall")
class RecallRow {
    @Id
    @Column(name = "purl")
    String purl = "";

    @Column(name = "active")
    boolean active;

    @Column(name = "reason")
    String reason = "";

    @Column(name = "actor")
    String actor = "";

    @Column(name = "decided_at")
    Instant decidedAt = Instant.EPOCH;

    @Column(name = "revision")
    long revision;
}
