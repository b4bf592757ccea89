package dev.granary.service.http;

import dev.granary.kernel.GranaryException;
import dev.granary.service.problem.Problem;
import jakarta.ws.rs.WebApplicationException;
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
        return ProblemAnswer.response(problem);
    }
}
