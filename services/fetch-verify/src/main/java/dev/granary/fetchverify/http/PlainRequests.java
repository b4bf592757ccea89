package dev.granary.fetchverify.http;

import dev.granary.fetchverify.format.Format;
import io.netty.buffer.ByteBuf;
import io.netty.handler.codec.http.HttpHeaderNames;
import io.netty.handler.codec.http.HttpHeaders;
import io.netty.handler.codec.http.HttpMethod;
import io.netty.handler.codec.http.HttpRequest;
import io.netty.handler.codec.http.HttpVersion;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/** Finds answers at hand for requests that ask for a whole file or document and for nothing else. */
final class PlainRequests implements HotLane.Answers {
    /** What makes a request more than plain. */
    private static final List<CharSequence> MORE = List.of(
            HttpHeaderNames.CONTENT_LENGTH,
            HttpHeaderNames.EXPECT,
            HttpHeaderNames.IF_NONE_MATCH,
            HttpHeaderNames.RANGE,
            HttpHeaderNames.TRANSFER_ENCODING,
            HttpHeaderNames.UPGRADE);

    private final Gateway gateway;
    private final Means means;
    private final GatewayMetrics metrics;

    PlainRequests(Gateway gateway, Means means, GatewayMetrics metrics) {
        this.gateway = gateway;
        this.means = means;
        this.metrics = metrics;
    }

    @Override
    public @Nullable ByteBuf find(HttpRequest request) {
        String path = request.uri();
        if (!isPlain(request) || path.indexOf('?') >= 0) {
            return null;
        }
        Format format = gateway.findFormat(path);
        if (format == null) {
            return null;
        }
        Instant now = means.clock().instant();
        HotAnswer answer = means.hot()
                .find(
                        path,
                        value(request, HttpHeaderNames.ACCEPT_ENCODING),
                        value(request, HttpHeaderNames.ACCEPT),
                        means.policy().get().recalls().revision(),
                        now);
        Optional<WireAnswer> wire = answer == null ? Optional.empty() : answer.wire();
        if (answer == null || wire.isEmpty()) {
            return null;
        }
        means.hot().sent(answer, now);
        metrics.countHit(format);
        return wire.get().message();
    }

    private static boolean isPlain(HttpRequest request) {
        if (!HttpMethod.GET.equals(request.method())
                || !HttpVersion.HTTP_1_1.equals(request.protocolVersion())
                || request.decoderResult().isFailure()) {
            return false;
        }
        HttpHeaders headers = request.headers();
        for (CharSequence name : MORE) {
            if (headers.contains(name)) {
                return false;
            }
        }
        // Many clients ask for what HTTP/1.1 does anyway.
        String connection = headers.get(HttpHeaderNames.CONNECTION);
        return connection == null || "keep-alive".equalsIgnoreCase(connection);
    }

    private static String value(HttpRequest request, CharSequence name) {
        String value = request.headers().get(name);
        return value == null ? "" : value;
    }
}
