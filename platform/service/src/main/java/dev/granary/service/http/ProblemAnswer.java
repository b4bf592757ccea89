package dev.granary.service.http;

import dev.granary.kernel.GranaryException;
import dev.granary.service.problem.Problem;
import io.vertx.core.buffer.Buffer;
import io.vertx.core.http.HttpMethod;
import io.vertx.core.http.HttpServerResponse;
import io.vertx.ext.web.RoutingContext;
import jakarta.ws.rs.core.HttpHeaders;
import jakarta.ws.rs.core.Response;
import org.jboss.logging.Logger;

/** Writes a {@link Problem} as the answer of a Vert.x route or of a resource. */
public final class ProblemAnswer {
    private static final Logger LOGGER = Logger.getLogger(ProblemAnswer.class);

    private ProblemAnswer() {}

    /**
     * Ends the exchange with {@code problem}. Where the head of another answer has gone out already, the connection is
     * closed instead, so that no client takes half a body for a whole one. Call it on the exchange's event loop.
     */
    public static void send(RoutingContext exchange, Problem problem) {
        HttpServerResponse response = exchange.response();
        if (response.ended() || response.closed()) {
            return;
        }
        if (response.headWritten()) {
            response.reset();
            return;
        }
        Buffer body = Buffer.buffer(problem.toJson());
        response.setStatusCode(problem.status()).setStatusMessage(problem.reasonPhrase());
        response.headers()
                .set("content-type", Problem.MEDIA_TYPE)
                .set("content-length", Integer.toString(body.length()))
                .set("cache-control", "no-store")
                .set("x-content-type-options", "nosniff");
        problem.retryAfterSeconds().ifPresent(seconds -> response.putHeader("retry-after", seconds));
        if (exchange.request().method().equals(HttpMethod.HEAD)) {
            response.end();
        } else {
            response.end(body);
        }
    }

    /** The answer of a resource. */
    public static Response response(Problem problem) {
        Response.ResponseBuilder builder = Response.status(problem.status(), problem.reasonPhrase())
                .type(Problem.MEDIA_TYPE)
                .header(HttpHeaders.CACHE_CONTROL, "no-store")
                .header("X-Content-Type-Options", "nosniff")
                .entity(problem.toJson());
        problem.retryAfterSeconds().ifPresent(seconds -> builder.header(HttpHeaders.RETRY_AFTER, seconds));
        return builder.build();
    }

    /** Turns any failure into a problem; one that is no {@link GranaryException} is a bug, and logged here. */
    public static Problem of(Throwable failure, String traceId) {
        if (failure instanceof GranaryException known) {
            return Problem.of(known, traceId);
        }
        LOGGER.error("a request failed by a fault of ours", failure);
        return Problem.of(ServiceError.INTERNAL, "A fault of ours; the log has more under this trace id.", traceId);
    }
}
