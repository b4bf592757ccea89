package dev.granary.service.http;

import dev.granary.kernel.GranaryException;
import io.vertx.ext.web.Router;
import jakarta.enterprise.event.Observes;
import jakarta.ws.rs.GET;
import jakarta.ws.rs.Path;
import jakarta.ws.rs.PathParam;

/** A service as small as can be: it fails in each way. */
@Path("/api/probe")
public class ProbeResource {
    @GET
    @Path("/{how}")
    public String fail(@PathParam("how") String how) {
        return switch (how) {
            case "known" -> throw new GranaryException(ServiceError.CONFLICT, "known\r\nfailure");
            case "bug" -> throw new IllegalStateException("the secret is 42");
            default -> Traces.currentId();
        };
    }

    void route(@Observes Router router) {
        router.route("/files/*").handler(exchange -> exchange.end("whatever the path"));
        router.route("/raw/bug")
                .handler(exchange -> ProblemAnswer.send(
                        exchange, ProblemAnswer.of(new IllegalStateException("the secret is 42"), Traces.currentId())));
        router.route("/raw/known")
                .handler(exchange -> ProblemAnswer.send(
                        exchange,
                        ProblemAnswer.of(
                                new GranaryException(ServiceError.UNAVAILABLE, "come back"), Traces.currentParent())));
    }
}
