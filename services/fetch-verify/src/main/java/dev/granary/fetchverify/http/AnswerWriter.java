package dev.granary.fetchverify.http;

import dev.granary.fetchverify.http.ReadyAnswer.Body.InMemory;
import dev.granary.fetchverify.http.ReadyAnswer.Body.OnDisk;
import dev.granary.fetchverify.http.ReadyAnswer.Header;
import dev.granary.fetchverify.request.ByteRange;
import dev.granary.fetchverify.request.ByteRange.Part;
import dev.granary.fetchverify.request.ByteRange.Unsatisfiable;
import dev.granary.fetchverify.request.ByteRange.Whole;
import dev.granary.fetchverify.request.Conditions;
import io.vertx.core.Future;
import io.vertx.core.http.HttpHeaders;
import io.vertx.core.http.HttpMethod;
import io.vertx.core.http.HttpServerRequest;
import io.vertx.core.http.HttpServerResponse;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/** Sends ready answers: whole, in part, or as "you have it". Runs on the request's event loop. */
final class AnswerWriter {
    private static final int NOT_MODIFIED = 304;
    private static final int PARTIAL = 206;
    private static final int UNSATISFIABLE = 416;

    private AnswerWriter() {}

    /**
     * Sends {@code answer}.
     *
     * @param cache the value of {@code X-Cache}
     * @return fails when the bytes could not be read; then nothing was sent unless the head was
     */
    static Future<Void> send(HttpServerRequest request, ReadyAnswer answer, CharSequence cache) {
        HttpServerResponse response = request.response();
        for (Header header : answer.headers()) {
            response.putHeader(header.name(), header.value());
        }
        response.putHeader(AnswerHeaders.X_CACHE, cache);
        if (Conditions.isHeldByClient(value(request, HttpHeaders.IF_NONE_MATCH), answer.etag())) {
            return response.setStatusCode(NOT_MODIFIED).end();
        }
        return switch (range(request, answer)) {
            case Whole whole -> sendBody(request, answer, 0, answer.body().size());
            case Part(long first, long length) -> {
                response.setStatusCode(PARTIAL);
                response.putHeader(
                        HttpHeaders.CONTENT_RANGE,
                        "bytes " + first + "-" + (first + length - 1) + "/"
                                + answer.body().size());
                yield sendBody(request, answer, first, length);
            }
            case Unsatisfiable unsatisfiable -> {
                response.setStatusCode(UNSATISFIABLE);
                response.putHeader(
                        HttpHeaders.CONTENT_RANGE, "bytes */" + answer.body().size());
                yield response.end();
            }
        };
    }

    private static ByteRange range(HttpServerRequest request, ReadyAnswer answer) {
        @Nullable String range = request.getHeader(AnswerHeaders.RANGE);
        boolean usable = range != null
                && HttpMethod.GET.equals(request.method())
                && Conditions.isRangeUsable(value(request, AnswerHeaders.IF_RANGE), answer.etag());
        return usable ? ByteRange.parse(Optional.of(range), answer.body().size()) : new Whole();
    }

    private static Future<Void> sendBody(HttpServerRequest request, ReadyAnswer answer, long first, long length) {
        HttpServerResponse response = request.response();
        response.putHeader(HttpHeaders.CONTENT_LENGTH, Long.toString(length));
        if (HttpMethod.HEAD.equals(request.method()) || length == 0) {
            return response.end();
        }
        return switch (answer.body()) {
            case InMemory(var buffer) ->
                response.end(length == buffer.length() ? buffer : buffer.slice((int) first, (int) (first + length)));
            case OnDisk(String path, long size) -> response.sendFile(path, first, length);
        };
    }

    /** A request header's value, empty when absent. */
    static String value(HttpServerRequest request, CharSequence name) {
        @Nullable String value = request.getHeader(name);
        return value == null ? "" : value;
    }
}
