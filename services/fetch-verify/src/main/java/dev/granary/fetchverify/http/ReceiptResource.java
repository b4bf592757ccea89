package dev.granary.fetchverify.http;

import dev.granary.fetchverify.FetchVerifyError;
import dev.granary.fetchverify.expectation.Expectation;
import dev.granary.fetchverify.gateway.Recalls;
import dev.granary.fetchverify.policy.Verdict;
import dev.granary.fetchverify.receipt.FiledReceipt;
import dev.granary.fetchverify.receipt.Receipt;
import dev.granary.fetchverify.receipt.SharedReceipts;
import dev.granary.fetchverify.store.ArtifactRecord;
import dev.granary.fetchverify.store.Records;
import dev.granary.kernel.ContentDigest;
import dev.granary.kernel.DigestAlgorithm;
import dev.granary.kernel.GranaryException;
import dev.granary.kernel.PackageCoordinate;
import dev.granary.kernel.Printable;
import io.smallrye.common.annotation.RunOnVirtualThread;
import jakarta.ws.rs.GET;
import jakarta.ws.rs.Path;
import jakarta.ws.rs.PathParam;
import jakarta.ws.rs.Produces;
import jakarta.ws.rs.core.MediaType;
import java.time.Instant;
import java.time.InstantSource;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import org.eclipse.microprofile.openapi.annotations.Operation;
import org.eclipse.microprofile.openapi.annotations.tags.Tag;
import org.jspecify.annotations.Nullable;

/** Receipts: where held bytes came from and why they are trusted. */
@Path("/api/v1/receipts")
@Produces(MediaType.APPLICATION_JSON)
@Tag(name = "receipts")
public class ReceiptResource {
    private final Records records;
    private final SharedReceipts shared;
    private final Recalls recalls;
    private final InstantSource clock;

    ReceiptResource(Records records, SharedReceipts shared, Recalls recalls, InstantSource clock) {
        this.records = records;
        this.shared = shared;
        this.recalls = recalls;
        this.clock = clock;
    }

    /** All receipts of one version. */
    public record ReceiptList(String purl, List<ReceiptView> receipts) {}

    /** What one policy said, when the file was stored. */
    public record DecisionView(String policy, boolean allowed, String reason) {}

    /** One named part of the time that the fetch took. */
    public record PhaseView(String name, long micros) {}

    /** What policy says now. */
    public record PolicyView(
            boolean allowed,
            @Nullable String code,
            @Nullable String sentence) {}

    /** The receipt of one file. */
    public record ReceiptView(
            String file,
            String source,
            String expectedFrom,
            String level,
            String evidence,
            List<String> expected,
            List<String> verified,
            long sizeBytes,
            Instant firstSeenAt,
            @Nullable Instant publishedAt,
            @Nullable Instant verifiedAt,
            int attempts,
            List<DecisionView> decisions,
            PolicyView policyNow,
            List<PhaseView> phases,
            @Nullable String traceId) {}

    @GET
    @Path("/{purl: .+}")
    @RunOnVirtualThread
    @Operation(summary = "Tells where the files of a version came from, what was verified and which policy decided")
    public ReceiptList receipts(@PathParam("purl") String purl) {
        PackageCoordinate version = PackageCoordinate.parse(purl)
                .orElseThrow(() -> new GranaryException(
                        FetchVerifyError.MALFORMED_REQUEST,
                        "Ask for a package URL such as pkg:npm/left-pad@1.3.0, not " + Printable.of(purl) + "."));
        List<ArtifactRecord> artifacts = records.listArtifacts(version);
        List<ReceiptView> views = (artifacts.isEmpty() ? fromOthers(version) : artifacts)
                .stream().map(this::view).toList();
        return new ReceiptList(version.toString(), views);
    }

    /** What other replicas of the site have fetched: the newest receipt of each file. */
    private List<ArtifactRecord> fromOthers(PackageCoordinate version) {
        List<FiledReceipt> filed = shared.list(version)
                .orElseThrow(() -> new GranaryException(
                        FetchVerifyError.SERVICE_UNREACHABLE,
                        "This replica has fetched no file of " + version
                                + ", and the database that tells what others have gives no answer."));
        Map<String, ArtifactRecord> newest = new TreeMap<>();
        for (FiledReceipt receipt : filed) {
            record(receipt)
                    .ifPresent(artifact ->
                            newest.putIfAbsent(receipt.expectation().file().key(), artifact));
        }
        if (newest.isEmpty()) {
            throw new GranaryException(
                    FetchVerifyError.NOT_FOUND, "This mirror has fetched no file of " + version + ".");
        }
        return List.copyOf(newest.values());
    }

    private static Optional<ArtifactRecord> record(FiledReceipt filed) {
        return filed.receipt().verified().stream()
                .filter(digest -> digest.algorithm() == DigestAlgorithm.SHA256)
                .findFirst()
                .map(sha256 -> new ArtifactRecord(
                        filed.expectation(), sha256, filed.size(), filed.source(), Optional.of(filed.receipt())));
    }

    private ReceiptView view(ArtifactRecord artifact) {
        Expectation expectation = artifact.expectation();
        Optional<Receipt> receipt = artifact.receipt();
        return new ReceiptView(
                expectation.file().path(),
                artifact.source().toString(),
                expectation.claimedBy().toString(),
                expectation.level().name(),
                expectation.evidence(),
                texts(expectation.digests()),
                texts(receipt.map(Receipt::verified).orElse(List.of(artifact.sha256()))),
                artifact.size(),
                expectation.firstSeenAt(),
                expectation.publishedAt().orElse(null),
                receipt.map(Receipt::at).orElse(null),
                receipt.map(Receipt::attempts).orElse(0),
                receipt.map(Receipt::decisions).orElse(List.of()).stream()
                        .map(d -> new DecisionView(d.policy(), d.allowed(), d.reason()))
                        .toList(),
                policyNow(expectation),
                receipt.map(Receipt::phases).orElse(List.of()).stream()
                        .map(p -> new PhaseView(p.name(), p.took().toNanos() / 1000))
                        .toList(),
                receipt.map(Receipt::traceId).filter(id -> !id.isEmpty()).orElse(null));
    }

    private PolicyView policyNow(Expectation expectation) {
        Verdict verdict = recalls.policy()
                .judgeVersion(
                        expectation.file().coordinate(),
                        expectation.publishedAt(),
                        expectation.firstSeenAt(),
                        clock.instant());
        return switch (verdict) {
            case Verdict.Allowed allowed -> new PolicyView(true, null, null);
            case Verdict.Denied denied -> new PolicyView(false, denied.code().name(), denied.sentence());
        };
    }

    private static List<String> texts(List<ContentDigest> digests) {
        return digests.stream().map(ContentDigest::toString).toList();
    }
}
