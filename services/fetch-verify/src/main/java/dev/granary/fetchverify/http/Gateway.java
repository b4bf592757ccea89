package dev.granary.fetchverify.http;

import dev.granary.fetchverify.FetchVerifyError;
import dev.granary.fetchverify.format.Format;
import dev.granary.fetchverify.format.GatewayRequest;
import dev.granary.fetchverify.format.Route;
import dev.granary.fetchverify.http.Tracing.Traced;
import dev.granary.fetchverify.http.head.HeadGuards;
import dev.granary.fetchverify.policy.Policy;
import dev.granary.fetchverify.policy.Verdict.Denied;
import dev.granary.fetchverify.request.CanonicalPath;
import dev.granary.kernel.GranaryException;
import dev.granary.kernel.Printable;
import io.vertx.core.Vertx;
import io.vertx.core.buffer.Buffer;
import io.vertx.core.http.HttpHeaders;
import io.vertx.core.http.HttpMethod;
import io.vertx.core.http.HttpServerRequest;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.Executor;
import java.util.concurrent.Semaphore;
import org.jboss.logging.Logger;
import org.jspecify.annotations.Nullable;

/**
 * Answers requests for packages. Runs on event loops: what is at hand is answered here, all else on a virtual thread.
 *
 * <p>Order: canonical path, policy on the name, what is at hand, sources. An answer at hand was allowed under the recall
 * book whose revision it carries, and is sent only while that is the one in force.
 */
final class Gateway {
    private static final Logger LOGGER = Logger.getLogger(Gateway.class);

    private static final int OK = 200;

    private final Map<String, Format> formats;
    private final Means means;
    private final ColdPath cold;
    private final Relay relay;
    private final Tracing tracing;
    private final GatewayMetrics metrics;
    private final Executor virtualThreads;
    private final Semaphore places;
    private final Vertx vertx;

    Gateway(Map<String, Format> formats, Means means, Relay relay, Tracing tracing, Engine engine) {
        this.formats = Map.copyOf(formats);
        this.means = means;
        this.cold = new ColdPath(means);
        this.relay = relay;
        this.tracing = tracing;
        this.metrics = engine.metrics();
        this.virtualThreads = engine.virtualThreads();
        this.places = new Semaphore(means.limits().mostRequests());
        this.vertx = engine.vertx();
    }

    /** What the gateway runs on. */
    record Engine(Vertx vertx, Executor virtualThreads, GatewayMetrics metrics) {}

    /** Answers at hand for a connection's plain requests. */
    HotLane.Answers plainRequests() {
        return new PlainRequests(this, means, metrics);
    }

    /** Finds the format whose paths begin like {@code path}. */
    @Nullable
    Format findFormat(String path) {
        int slash = path.indexOf('/', 1);
        return slash < 0 ? null : formats.get(path.substring(1, slash));
    }

    /**
     * Answers a request below a format's prefix.
     *
     * @param rawPath the request's path as it came
     */
    void handle(HttpServerRequest request, String rawPath, Format format) {
        metrics.count(request, format);
        boolean reads = HttpMethod.GET.equals(request.method()) || HttpMethod.HEAD.equals(request.method());
        if (reads && request.query() == null && sendHot(request, rawPath, format)) {
            return;
        }
        judge(request, rawPath, format);
    }

    private void judge(HttpServerRequest request, String rawPath, Format format) {
        Optional<CanonicalPath> path = CanonicalPath.parse(rawPath);
        if (path.isEmpty()) {
            refuse(request, FetchVerifyError.MALFORMED_REQUEST, "This path can't be read in one way only.");
            return;
        }
        Route route = format.route(gatewayRequest(request, path.get()));
        if (route instanceof Route.Refused refused) {
            refuse(request, refused);
            return;
        }
        if (!allows(request, route)) {
            return;
        }
        if (route instanceof Route.Answered(int status, String contentType, String body)) {
            answer(request, status, contentType, body);
            return;
        }
        dispatch(request, rawPath, format, route);
    }

    /** Sends what is at hand. */
    private boolean sendHot(HttpServerRequest request, String rawPath, Format format) {
        Instant now = means.clock().instant();
        HotAnswer answer = means.hot()
                .find(
                        rawPath,
                        AnswerWriter.value(request, HttpHeaders.ACCEPT_ENCODING),
                        AnswerWriter.value(request, HttpHeaders.ACCEPT),
                        means.policy().get().recalls().revision(),
                        now);
        if (answer == null) {
            return false;
        }
        means.hot().sent(answer, now);
        AnswerWriter.send(request, answer.ready(), AnswerHeaders.HIT).onFailure(_ -> {
            means.hot().drop(answer.key());
            if (request.response().headWritten() || request.response().closed()) {
                request.connection().close();
                return;
            }
            // Evicted from disk: nothing has left yet, so the slow path can still answer.
            request.response().headers().clear();
            request.response().setStatusCode(OK);
            judge(request, rawPath, format);
        });
        return true;
    }

    /** Refuses a request whose end can be found in two ways, and the connection with all that follows on it. */
    void refuseFraming(HttpServerRequest request) {
        request.response().endHandler(_ -> request.connection().close());
        boolean folded = HeadGuards.FOLDED.equals(request.getHeader(HttpHeaders.TRANSFER_ENCODING));
        refuse(
                request,
                FetchVerifyError.MALFORMED_REQUEST,
                folded
                        ? "A header field of this request goes on in a second line: no line may begin with a blank."
                        : "Requests give the length of their body with Content-Length, never with Transfer-Encoding.");
    }

    private boolean allows(HttpServerRequest request, Route route) {
        Policy policy = means.policy().get();
        Optional<Denied> denied = route.mentioned().stream()
                .map(policy::judgeName)
                .filter(Denied.class::isInstance)
                .map(Denied.class::cast)
                .findFirst();
        denied.ifPresent(d -> ProblemWriter.send(request, d, means.clock().instant(), tracing.currentTraceId()));
        return denied.isEmpty();
    }

    private void dispatch(HttpServerRequest request, String rawPath, Format format, Route route) {
        if (!places.tryAcquire()) {
            refuse(request, FetchVerifyError.OVERLOADED, "Too many requests are under way: try again in a moment.");
            return;
        }
        Traced traced = tracing.begin(request, format, rawPath);
        Exchange exchange = new Exchange(request, rawPath, vertx.getOrCreateContext(), traced.trace());
        virtualThreads.execute(() -> {
            try {
                run(exchange, format, route);
            } catch (GranaryException e) {
                traced.failed(e.code().name());
                exchange.fail(e);
            } catch (InterruptedException e) {
                Thread.currentThread().interrupt();
                exchange.fail(new GranaryException(FetchVerifyError.OVERLOADED, "The gateway is stopping."));
            } catch (RuntimeException e) {
                LOGGER.errorf(e, "bug while answering %s", Printable.of(rawPath));
                traced.failed(FetchVerifyError.INTERNAL.name());
                exchange.fail(new GranaryException(
                        FetchVerifyError.INTERNAL, "The gateway failed; its log has more under this trace.", e));
            } finally {
                places.release();
                traced.end();
            }
        });
    }

    private void run(Exchange exchange, Format format, Route route) throws InterruptedException {
        switch (route) {
            case Route.ToArtifact(var file) -> cold.artifact(exchange, format, file);
            case Route.ToDocument(var document, var view) -> cold.document(exchange, format, document, view);
            case Route.ToUpstream toUpstream -> relay.pass(exchange, format, toUpstream);
            case Route.Answered answered -> throw new IllegalStateException("answered on the event loop");
            case Route.Refused refused -> throw new IllegalStateException("refused on the event loop");
        }
    }

    private static GatewayRequest gatewayRequest(HttpServerRequest request, CanonicalPath path) {
        List<String> below = path.segments().subList(1, path.segments().size());
        String query = request.query() == null ? "" : request.query();
        return new GatewayRequest(
                method(request.method()),
                below,
                path.trailingSlash(),
                query,
                AnswerWriter.value(request, HttpHeaders.ACCEPT));
    }

    private static GatewayRequest.Method method(HttpMethod method) {
        return switch (method.name()) {
            case "GET", "HEAD" -> GatewayRequest.Method.GET;
            case "DELETE" -> GatewayRequest.Method.DELETE;
            case "POST" -> GatewayRequest.Method.POST;
            default -> GatewayRequest.Method.PUT;
        };
    }

    private void refuse(HttpServerRequest request, Route.Refused refused) {
        FetchVerifyError code =
                switch (refused.refusal()) {
                    case MALFORMED -> FetchVerifyError.MALFORMED_REQUEST;
                    case NOT_SERVED -> FetchVerifyError.NOT_FOUND;
                    case METHOD -> FetchVerifyError.METHOD_NOT_ALLOWED;
                };
        refuse(request, code, refused.sentence());
    }

    private void refuse(HttpServerRequest request, FetchVerifyError code, String sentence) {
        ProblemWriter.send(request, new GranaryException(code, sentence), tracing.currentTraceId());
    }

    private static void answer(HttpServerRequest request, int status, String contentType, String body) {
        request.response()
                .setStatusCode(status)
                .putHeader(HttpHeaders.CONTENT_TYPE, contentType)
                .putHeader(HttpHeaders.CACHE_CONTROL, "no-store")
                .end(Buffer.buffer(HttpMethod.HEAD.equals(request.method()) ? "" : body));
    }
}
