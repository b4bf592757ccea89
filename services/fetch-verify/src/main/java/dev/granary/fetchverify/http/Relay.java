package dev.granary.fetchverify.http;

import dev.granary.fetchverify.FetchVerifyError;
import dev.granary.fetchverify.format.Format;
import dev.granary.fetchverify.format.Route;
import dev.granary.fetchverify.gateway.Questions;
import dev.granary.fetchverify.gateway.Questions.Reply;
import dev.granary.kernel.GranaryException;
import io.vertx.core.buffer.Buffer;
import io.vertx.core.http.HttpHeaders;

/** Passes questions on to the upstream, and answers back; keeps nothing. */
record Relay(Questions questions) {
    /** Answers with what the upstream says, up to a bound. */
    void pass(Exchange exchange, Format format, Route.ToUpstream route) {
        Reply reply = questions.ask(format, route, exchange.trace());
        if (reply.body().length == 0 && reply.contentType().isEmpty()) {
            throw new GranaryException(
                    FetchVerifyError.BAD_UPSTREAM_METADATA, "The upstream's answer to " + route.path() + " is empty.");
        }
        exchange.eventLoop().runOnContext(_ -> exchange.request()
                .response()
                .putHeader(HttpHeaders.CONTENT_TYPE, reply.contentType())
                .putHeader(HttpHeaders.CACHE_CONTROL, "no-store")
                .putHeader("X-Content-Type-Options", "nosniff")
                .end(Buffer.buffer(reply.body())));
    }
}
