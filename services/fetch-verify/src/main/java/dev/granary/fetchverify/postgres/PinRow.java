package dev.granary.fetchverify.postgres;

import jakarta.persistence.Column;
import jakarta.persistence.Entity;
import jakarta.persistence.Id;
import jakarta.persistence.Table;
import java.time.Instant;
import org.jspecify.annotations.Nullable;

/** The first trusted claim about a file. */
@Entity(name = "Pin")
@Table(name = "pin")
class PinRow {
    @Id
    @Column(name = "file_key")
    String fileKey = "";

    @Column(name = "purl")
    String purl = "";

    @Column(name = "digests")
    String digests = "";

    @Column(name = "size_bytes")
    @Nullable
    Long sizeBytes;

    @Column(name = "claimed_by")
    String claimedBy = "";

    @Column(name = "first_seen_at")
    Instant firstSeenAt = Instant.EPOCH;

    @Column(name = "published_at")
    @Nullable
    Instant publishedAt;

    @Column(name = "level")
    String level = "";

    @Column(name = "evidence")
    String evidence = "";
}
