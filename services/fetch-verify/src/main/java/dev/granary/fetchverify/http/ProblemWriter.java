package dev.granary.fetchverify.http;

import dev.granary.fetchverify.FetchVerifyError;
import dev.granary.fetchverify.policy.Verdict.Denied;
import dev.granary.fetchverify.source.RetryAfter;
import dev.granary.kernel.ErrorCode;
import dev.granary.kernel.GranaryException;
import dev.granary.service.problem.Problem;
import dev.granary.service.problem.ReasonPhrase;
import io.vertx.core.buffer.Buffer;
import io.vertx.core.http.HttpHeaders;
import io.vertx.core.http.HttpMethod;
import io.vertx.core.http.HttpServerRequest;
import io.vertx.core.http.HttpServerResponse;
import java.time.Duration;
import java.time.Instant;
import java.util.Optional;

/** Tells clients what went wrong: in the status line for those that show nothing else, and in a body. */
final class ProblemWriter {
    private static final Duration SOON = Duration.ofSeconds(5);
    private static final Duration LATER = Duration.ofSeconds(60);

    private ProblemWriter() {}

    /** Sends a failure. */
    static void send(HttpServerRequest request, GranaryException failure, String traceId) {
        Problem problem = new Problem(failure.code(), failure.detail(), traceId, retryAfter(failure));
        send(request, problem, failure.code().name());
    }

    /** Sends what policy said. */
    static void send(HttpServerRequest request, Denied denied, Instant now, String traceId) {
        Optional<Duration> wait =
                denied.until().map(until -> Duration.between(now, until)).filter(Duration::isPositive);
        send(request, new Problem(denied.code(), denied.sentence(), traceId, wait), denied.reason());
    }

    private static void send(HttpServerRequest request, Problem problem, String reason) {
        HttpServerResponse response = request.response();
        if (response.headWritten() || response.closed()) {
            request.connection().close();
            return;
        }
        response.headers().clear();
        response.setStatusCode(problem.status())
                .setStatusMessage(ReasonPhrase.of(reason))
                .putHeader(HttpHeaders.CONTENT_TYPE, Problem.MEDIA_TYPE)
                .putHeader(HttpHeaders.CACHE_CONTROL, "no-store")
                .putHeader("X-Content-Type-Options", "nosniff");
        problem.retryAfterSeconds().ifPresent(seconds -> response.putHeader(HttpHeaders.RETRY_AFTER, seconds));
        Buffer body = Buffer.buffer(problem.toJson());
        response.putHeader(HttpHeaders.CONTENT_LENGTH, Integer.toString(body.length()));
        boolean withBody = !HttpMethod.HEAD.equals(request.method());
        var _ = withBody ? response.end(body) : response.end();
    }

    /** What the upstream or a limit of ours told, never longer than an upstream may keep us away; else a guess. */
    private static Optional<Duration> retryAfter(GranaryException failure) {
        ErrorCode code = failure.code();
        if (failure.retryAfter().isPresent()) {
            return failure.retryAfter().map(wait -> wait.compareTo(RetryAfter.LONGEST) > 0 ? RetryAfter.LONGEST : wait);
        }
        if (code == FetchVerifyError.UPSTREAM_THROTTLED || code == FetchVerifyError.STORE_FULL) {
            return Optional.of(LATER);
        }
        return code.kind().isRetryable() ? Optional.of(SOON) : Optional.empty();
    }
}
