package dev.granary.service.http;

import dev.granary.kernel.GranaryException;
import dev.granary.service.problem.Problem;
import jakarta.ws.rs.WebApplicationException;
import jakarta.ws.rs.core.HttpHeaders;
import jakarta.ws.rs.core.Response;
import org.jboss.resteasy.reactive.server.ServerExceptionMapper;

/** Makes a problem of whatever a resource throws. */
final class ProblemMappers {
    @ServerExceptionMapper
    Response of(GranaryException failure) {
        return answer(Problem.of(failure, Traces.currentId()));
    }

    /** Failures of the framework itself: no such path, wrong media type; redirects pass as they are. */
    @ServerExceptionMapper
    Response of(WebApplicationException failure) {
        Response given = failure.getResponse();
        if (given.getStatus() < 400 || given.hasEntity()) {
            return given;
        }
        ServiceError code = ServiceError.ofStatus(given.getStatus());
        if (code == ServiceError.INTERNAL) {
            return ofBug(failure);
        }
        Problem problem = Problem.of(code, given.getStatusInfo().getReasonPhrase(), Traces.currentId());
        return Response.fromResponse(answer(problem)).status(given.getStatus()).build();
    }

    @ServerExceptionMapper
    Response ofBug(Throwable failure) {
        return answer(ProblemAnswer.of(failure, Traces.currentId()));
    }

    private static Response answer(Problem problem) {
        Response.ResponseBuilder builder = Response.status(problem.status(), problem.reasonPhrase())
                .type(Problem.MEDIA_TYPE)
                .header(HttpHeaders.CACHE_CONTROL, "no-store")
                .header("X-Content-Type-Options", "nosniff")
                .entity(problem.toJson());
        problem.retryAfterSeconds().ifPresent(seconds -> builder.header(HttpHeaders.RETRY_AFTER, seconds));
        return builder.build();
    }
}
