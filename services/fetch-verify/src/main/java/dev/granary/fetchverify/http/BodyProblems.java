package dev.granary.fetchverify.http;

import com.fasterxml.jackson.databind.JsonMappingException.Reference;
import com.fasterxml.jackson.databind.exc.MismatchedInputException;
import dev.granary.fetchverify.FetchVerifyError;
import dev.granary.kernel.Printable;
import dev.granary.service.http.ProblemAnswer;
import dev.granary.service.http.Traces;
import dev.granary.service.problem.Problem;
import jakarta.ws.rs.core.Response;
import java.util.Objects;
import java.util.stream.Collectors;
import org.jboss.resteasy.reactive.server.ServerExceptionMapper;

/** Makes a problem of a body that is JSON, but not of the shape that a resource takes. */
final class BodyProblems {
    private static final int LONGEST_PLACE = 100;

    @ServerExceptionMapper
    Response of(MismatchedInputException failure) {
        String place = failure.getPath().stream()
                .map(Reference::getFieldName)
                .filter(Objects::nonNull)
                .collect(Collectors.joining("."));
        String what = place.isEmpty() ? "The body" : "The value of " + shortened(Printable.of(place));
        Problem problem = Problem.of(
                FetchVerifyError.MALFORMED_REQUEST,
                what + " is JSON of another type than this request takes.",
                Traces.currentId());
        return ProblemAnswer.response(problem);
    }

    private static String shortened(String place) {
        return place.length() <= LONGEST_PLACE ? place : place.substring(0, LONGEST_PLACE);
    }
}
