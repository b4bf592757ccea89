package dev.granary.fetchverify.http;

import dev.granary.fetchverify.FetchVerifyError;
import dev.granary.kernel.GranaryException;
import io.vertx.core.Vertx;
import io.vertx.core.buffer.Buffer;
import io.vertx.core.http.HttpClient;
import io.vertx.core.http.HttpClientOptions;
import io.vertx.core.http.HttpClientResponse;
import io.vertx.core.http.HttpHeaders;
import io.vertx.core.http.HttpMethod;
import io.vertx.core.http.HttpServerRequest;
import io.vertx.core.http.RequestOptions;
import io.vertx.ext.web.Router;
import io.vertx.ext.web.RoutingContext;
import jakarta.enterprise.event.Observes;
import jakarta.inject.Singleton;
import java.net.URI;
import java.time.Duration;
import java.util.Optional;

/** Passes questions about reputation on to the service that answers them, so that people need one address only. */
@Singleton
public class ReputationForward {
    private static final String PATH = "/api/v1/reputation";
    private static final Duration PATIENCE = Duration.ofSeconds(5);

    private final HttpClient client;
    private final Optional<URI> target;
    private final Tracing tracing;

    /**
     * @param target base address of the reputation service
     */
    public ReputationForward(Vertx vertx, Target target, Tracing tracing) {
        this.client = vertx.createHttpClient(new HttpClientOptions()
                .setConnectTimeout((int) PATIENCE.toMillis())
                .setMaxPoolSize(8)
                .setMaxWaitQueueSize(64));
        this.target = target.address();
        this.tracing = tracing;
    }

    /** Where the service is; empty when there is none. */
    public record Target(Optional<URI> address) {}

    void register(@Observes Router router) {
        router.route(HttpMethod.GET, PATH).handler(this::forward);
        router.route(HttpMethod.GET, PATH + "/*").handler(this::forward);
    }

    private void forward(RoutingContext context) {
        HttpServerRequest request = context.request();
        if (target.isEmpty()) {
            fail(request, "no address of the reputation service is configured");
            return;
        }
        RequestOptions options = new RequestOptions()
                .setMethod(HttpMethod.GET)
                .setAbsoluteURI(target.get().resolve(request.uri()).toString())
                .setTimeout(PATIENCE.toMillis())
                .putHeader(HttpHeaders.ACCEPT, "application/json");
        tracing.inject(options);
        client.request(options)
                .compose(onward -> onward.send())
                .compose(answer -> answer.body().map(body -> new Answer(answer, body)))
                .onSuccess(answer -> pass(request, answer))
                .onFailure(failure -> fail(request, String.valueOf(failure.getMessage())));
    }

    private record Answer(HttpClientResponse head, Buffer body) {}

    private static void pass(HttpServerRequest request, Answer answer) {
        String type = answer.head().getHeader(HttpHeaders.CONTENT_TYPE);
        request.response()
                .setStatusCode(answer.head().statusCode())
                .putHeader(HttpHeaders.CONTENT_TYPE, type == null ? "application/json" : type)
                .putHeader(HttpHeaders.CACHE_CONTROL, "no-store")
                .end(answer.body());
    }

    private void fail(HttpServerRequest request, String why) {
        ProblemWriter.send(
                request,
                new GranaryException(
                        FetchVerifyError.SERVICE_UNREACHABLE, "The reputation service gives no answer: " + why + "."),
                tracing.currentTraceId());
    }
}
