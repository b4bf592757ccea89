package dev.granary.reputation.http;

import dev.granary.kernel.GranaryException;
import dev.granary.kernel.SourceId;
import dev.granary.reputation.ReputationError;
import dev.granary.reputation.ledger.Account;
import dev.granary.reputation.ledger.EvidenceLedger;
import dev.granary.reputation.score.Scoring;
import io.smallrye.mutiny.Uni;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.ws.rs.DefaultValue;
import jakarta.ws.rs.GET;
import jakarta.ws.rs.Path;
import jakarta.ws.rs.PathParam;
import jakarta.ws.rs.Produces;
import jakarta.ws.rs.QueryParam;
import jakarta.ws.rs.core.MediaType;
import java.time.Clock;
import org.eclipse.microprofile.openapi.annotations.Operation;
import org.eclipse.microprofile.openapi.annotations.parameters.Parameter;
import org.eclipse.microprofile.openapi.annotations.responses.APIResponse;

/** Scores of all sources, and why each is what it is. */
@Path("/api/v1/reputation")
@Produces(MediaType.APPLICATION_JSON)
@ApplicationScoped
class ReputationResource {
    private static final int LARGEST_PAGE = 200;
    private static final int LAST_PAGE = 100_000;
    private static final int EVENTS = 20;

    private final EvidenceLedger ledger;
    private final Scoring scoring;
    private final Clock clock;

    ReputationResource(EvidenceLedger ledger, Scoring scoring, Clock clock) {
        this.ledger = ledger;
        this.scoring = scoring;
        this.clock = clock;
    }

    @GET
    @Operation(operationId = "listReputations", summary = "Lists sources, best score first")
    @APIResponse(responseCode = "200", description = "One page of sources")
    @APIResponse(responseCode = "400", description = "The page is out of bounds (problem+json)")
    @APIResponse(responseCode = "503", description = "The database can't be reached (problem+json)")
    public Uni<Views.Page> list(
            @Parameter(description = "Which page, from 0") @QueryParam("page") @DefaultValue("0") int page,
            @Parameter(description = "Sources per page, 1 to 200") @QueryParam("size") @DefaultValue("50") int size) {
        if (page < 0 || page > LAST_PAGE || size < 1 || size > LARGEST_PAGE) {
            throw new GranaryException(
                    ReputationError.PAGE_OUT_OF_BOUNDS,
                    "page is from 0 to " + LAST_PAGE + " and size from 1 to " + LARGEST_PAGE + ", was " + page + " and "
                            + size + ".");
        }
        return Uni.createFrom()
                .completionStage(() -> ledger.list(page, size))
                .map(found -> new Views.Page(
                        found.total(),
                        page,
                        size,
                        found.accounts().stream().map(this::asAssessed).toList()));
    }

    @GET
    @Path("/{source: .+}")
    @Operation(operationId = "explainReputation", summary = "Explains the scores of one source")
    @APIResponse(responseCode = "200", description = "The scores as of now, with each term")
    @APIResponse(responseCode = "400", description = "The path names no source (problem+json)")
    @APIResponse(responseCode = "404", description = "Nothing was seen of this source (problem+json)")
    @APIResponse(responseCode = "503", description = "The database can't be reached (problem+json)")
    public Uni<Views.Detail> explain(
            @Parameter(description = "As in upstream:npm/registry.example, slashes as they are or encoded")
                    @PathParam("source")
                    String source) {
        SourceId id = parse(source);
        return Uni.createFrom()
                .completionStage(() -> ledger.find(id))
                .map(found -> found.orElseThrow(() -> new GranaryException(
                        ReputationError.SOURCE_UNKNOWN, "Nothing was seen of the source " + id + " so far.")))
                .chain(account -> Uni.createFrom()
                        .completionStage(() -> ledger.listLines(id, EVENTS))
                        .map(lines -> Views.Detail.of(
                                account,
                                scoring.explain(account.evidence(), account.groupStanding(), clock.instant()),
                                lines)));
    }

    /** As of the last assessment, by which the list is sorted. */
    private Views.Summary asAssessed(Account account) {
        return Views.Summary.of(
                account,
                scoring.explain(
                        account.evidence(),
                        account.groupStanding(),
                        account.assessment().at()));
    }

    private static SourceId parse(String source) {
        try {
            return SourceId.parse(source);
        } catch (IllegalArgumentException e) {
            throw new GranaryException(
                    ReputationError.SOURCE_MALFORMED,
                    "A source is written as in upstream:npm/registry.example; this is " + e.getMessage() + ".",
                    e);
        }
    }
}
