package dev.granary.fetchverify.http;

import dev.granary.fetchverify.FetchVerifyError;
import dev.granary.fetchverify.gateway.Recalls;
import dev.granary.fetchverify.policy.Recall;
import dev.granary.kernel.GranaryException;
import dev.granary.kernel.PackageCoordinate;
import dev.granary.kernel.Printable;
import io.smallrye.common.annotation.RunOnVirtualThread;
import jakarta.ws.rs.Consumes;
import jakarta.ws.rs.DELETE;
import jakarta.ws.rs.GET;
import jakarta.ws.rs.POST;
import jakarta.ws.rs.Path;
import jakarta.ws.rs.PathParam;
import jakarta.ws.rs.Produces;
import jakarta.ws.rs.core.MediaType;
import jakarta.ws.rs.core.Response;
import java.time.Instant;
import java.util.List;
import org.eclipse.microprofile.openapi.annotations.Operation;
import org.eclipse.microprofile.openapi.annotations.tags.Tag;
import org.jspecify.annotations.Nullable;

/** Recalls: what this company no longer hands out. */
@Path("/api/v1/recalls")
@Produces(MediaType.APPLICATION_JSON)
@Tag(name = "recalls")
public class RecallResource {
    private static final int LONGEST_REASON = 500;

    private final Recalls recalls;
    private final Tracing tracing;

    RecallResource(Recalls recalls, Tracing tracing) {
        this.recalls = recalls;
        this.tracing = tracing;
    }

    /**
     * A wish to recall.
     *
     * @param purl a package URL; without a version all versions are meant
     * @param reason shown to whoever asks for it; at most 500 characters
     * @param actor who decides; optional
     */
    public record RecallRequest(
            @Nullable String purl,
            @Nullable String reason,
            @Nullable String actor) {}

    /** A decision. */
    public record RecallView(String purl, boolean active, String reason, String actor, Instant at, long revision) {
        static RecallView of(Recall recall) {
            return new RecallView(
                    recall.subject().toString(),
                    recall.active(),
                    recall.reason(),
                    recall.actor(),
                    recall.at(),
                    recall.revision());
        }
    }

    /** All decisions. */
    public record RecallList(List<RecallView> recalls) {}

    @GET
    @Operation(summary = "Lists the latest decision on each recalled package or version")
    public RecallList list() {
        return new RecallList(recalls.list().stream().map(RecallView::of).toList());
    }

    @POST
    @Consumes(MediaType.APPLICATION_JSON)
    @RunOnVirtualThread
    @Operation(summary = "Recalls a package or version: from the answer on, nobody gets it")
    public Response recall(@Nullable RecallRequest request) {
        PackageCoordinate subject = subject(request == null ? null : request.purl());
        String reason = text("reason", request == null ? null : request.reason());
        String actor = request == null || request.actor() == null ? "unknown" : text("actor", request.actor());
        Recall recall = recalls.recall(subject, reason, actor, tracing.current().traceparent());
        return Response.status(Response.Status.CREATED)
                .entity(RecallView.of(recall))
                .build();
    }

    @DELETE
    @Path("/{purl: .+}")
    @RunOnVirtualThread
    @Operation(summary = "Lifts a recall")
    public RecallView lift(@PathParam("purl") String purl) {
        PackageCoordinate subject = subject(purl);
        return recalls.lift(subject, "lifted", "unknown", tracing.current().traceparent())
                .map(RecallView::of)
                .orElseThrow(() -> new GranaryException(
                        FetchVerifyError.NOT_FOUND, subject + " is not recalled, so there is nothing to lift."));
    }

    private static PackageCoordinate subject(@Nullable String purl) {
        return PackageCoordinate.parse(purl == null ? "" : purl)
                .orElseThrow(() -> new GranaryException(
                        FetchVerifyError.MALFORMED_REQUEST,
                        "purl must be a package URL such as pkg:npm/left-pad@1.3.0, was "
                                + Printable.of(String.valueOf(purl))));
    }

    private static String text(String name, @Nullable String value) {
        if (value == null || value.isBlank() || value.length() > LONGEST_REASON) {
            throw new GranaryException(
                    FetchVerifyError.MALFORMED_REQUEST,
                    name + " must be a text of 1 to " + LONGEST_REASON + " characters.");
        }
        return Printable.of(value.strip());
    }
}
