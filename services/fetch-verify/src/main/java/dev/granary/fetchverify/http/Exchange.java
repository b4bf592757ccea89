package dev.granary.fetchverify.http;

import dev.granary.fetchverify.gateway.RequestTrace;
import dev.granary.fetchverify.policy.Verdict.Denied;
import dev.granary.kernel.GranaryException;
import io.vertx.core.Context;
import io.vertx.core.http.HttpHeaders;
import io.vertx.core.http.HttpServerRequest;
import java.time.Instant;

/**
 * One request and the ways to answer it from any thread.
 *
 * @param request confined to {@code eventLoop}, but for reading its header fields
 * @param path the request's path as it came
 * @param eventLoop where answers are written
 * @param trace of this request
 */
record Exchange(HttpServerRequest request, String path, Context eventLoop, RequestTrace trace) {
    /** The memory key of an artifact: its path alone. */
    String artifactKey() {
        return path;
    }

    /** The memory key of a document's view. */
    String documentKey(boolean gzip) {
        return HotAnswers.documentKey(path, gzip, AnswerWriter.value(request, HttpHeaders.ACCEPT));
    }

    /** Sends a ready answer. */
    void send(ReadyAnswer answer, CharSequence cache) {
        eventLoop.runOnContext(_ -> {
            if (!request.response().closed()) {
                AnswerWriter.send(request, answer, cache)
                        .onFailure(_ -> request.connection().close());
            }
        });
    }

    /** Tells what policy said. */
    void refuse(Denied denied, Instant now) {
        eventLoop.runOnContext(_ -> ProblemWriter.send(request, denied, now, trace.traceId()));
    }

    /** Tells what failed. */
    void fail(GranaryException failure) {
        eventLoop.runOnContext(_ -> ProblemWriter.send(request, failure, trace.traceId()));
    }
}
