package dev.granary.fetchverify.postgres;

import com.google.protobuf.InvalidProtocolBufferException;
import dev.granary.contracts.v1.ArtifactFetched;
import dev.granary.fetchverify.breaker.Breaker.Pass;
import dev.granary.fetchverify.breaker.HelperGuard;
import dev.granary.fetchverify.format.ArtifactFile;
import dev.granary.fetchverify.receipt.FiledReceipt;
import dev.granary.fetchverify.receipt.Receipt;
import dev.granary.fetchverify.receipt.SharedReceipts;
import dev.granary.kernel.PackageCoordinate;
import dev.granary.kernel.SourceId;
import io.smallrye.mutiny.Uni;
import java.io.IOException;
import java.time.Duration;
import java.time.InstantSource;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Collectors;
import org.hibernate.reactive.mutiny.Mutiny.Session;
import org.jboss.logging.Logger;

/** Receipts in PostgreSQL. Safe for threads. */
public final class PostgresReceipts implements SharedReceipts {
    private static final Logger LOGGER = Logger.getLogger(PostgresReceipts.class);
    private static final int MOST = 100;

    private final DatabaseBridge database;
    private final PostgresPinsSettings settings;
    private final HelperGuard guard;

    /**
     * @param clock one that nobody sets
     */
    public PostgresReceipts(DatabaseBridge database, PostgresPinsSettings settings, InstantSource clock) {
        this.database = database;
        this.settings = settings;
        this.guard = new HelperGuard(settings.breaker(), clock);
    }

    @Override
    public Optional<List<FiledReceipt>> list(PackageCoordinate version) {
        Optional<Pass> pass = guard.tryEnter();
        if (pass.isEmpty()) {
            return Optional.empty();
        }
        try {
            List<FiledReceipt> receipts = database.await(session -> find(session, version), settings.patience());
            guard.onSuccess(pass.get());
            return Optional.of(receipts);
        } catch (IOException e) {
            guard.onFailure(pass.get());
            LOGGER.debugf("no receipts of %s: %s", version, e.getMessage());
            return Optional.empty();
        }
    }

    private static Uni<List<FiledReceipt>> find(Session session, PackageCoordinate version) {
        return session.createSelectionQuery(
                        "from Receipt where purl = :purl order by at desc, eventId", ReceiptRow.class)
                .setParameter("purl", version.toString())
                .setMaxResults(MOST)
                .getResultList()
                .chain(rows -> session.createSelectionQuery("from Pin where purl = :purl", PinRow.class)
                        .setParameter("purl", version.toString())
                        .setMaxResults(MOST)
                        .getResultList()
                        .map(pins -> join(rows, pins)));
    }

    /** What happened and what was expected arrive together; a receipt that is ahead of its pin is not shown yet. */
    private static List<FiledReceipt> join(List<ReceiptRow> rows, List<PinRow> pins) {
        Map<String, PinRow> byFile = pins.stream().collect(Collectors.toMap(pin -> pin.fileKey, pin -> pin));
        return rows.stream()
                .flatMap(row -> Optional.ofNullable(byFile.get(row.fileKey)).flatMap(pin -> read(row, pin)).stream())
                .toList();
    }

    private static Optional<FiledReceipt> read(ReceiptRow row, PinRow pin) {
        try {
            ArtifactFetched message = ArtifactFetched.parseFrom(row.message);
            return Optional.of(new FiledReceipt(
                    PostgresPins.expectation(file(row), pin),
                    message.getArtifact().getSizeBytes(),
                    message.getSite(),
                    SourceId.parse(row.source),
                    receipt(row, message)));
        } catch (InvalidProtocolBufferException | IllegalArgumentException e) {
            LOGGER.warnf("receipt %s can't be read: %s", row.eventId, e.getMessage());
            return Optional.empty();
        }
    }

    private static ArtifactFile file(ReceiptRow row) {
        PackageCoordinate coordinate = PackageCoordinate.parse(row.purl)
                .orElseThrow(() -> new IllegalArgumentException("not a package URL: " + row.purl));
        return new ArtifactFile("", coordinate, row.fileKey.substring(row.fileKey.indexOf('/') + 1));
    }

    private static Receipt receipt(ReceiptRow row, ArtifactFetched message) {
        return new Receipt(
                row.eventId.toString(),
                row.at,
                Digests.of(message.getArtifact()),
                message.getReceivedBytes(),
                message.getAttempts(),
                message.getDecisionsList().stream()
                        .map(d -> new Receipt.Decision(
                                d.getPolicy(), d.getVerdict().equals("allowed"), d.getReason()))
                        .toList(),
                message.getPhasesList().stream()
                        .map(p -> new Receipt.Phase(p.getName(), Duration.ofNanos(1000 * p.getMicros())))
                        .toList(),
                message.getTraceId());
    }
}
