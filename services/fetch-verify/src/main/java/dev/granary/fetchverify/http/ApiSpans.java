package dev.granary.fetchverify.http;

import io.opentelemetry.api.trace.StatusCode;
import io.quarkus.opentelemetry.runtime.QuarkusContextStorage;
import io.vertx.core.Vertx;
import io.vertx.ext.web.Router;
import io.vertx.ext.web.RoutingContext;
import jakarta.enterprise.event.Observes;
import jakarta.inject.Singleton;

/**
 * The spans of the HTTP interface below {@code /api}. The framework's own spans are off: it would begin one for each
 * request on the hot path too, at a tenth of what such a request costs.
 */
@Singleton
public class ApiSpans {
    private static final int FIRST_SERVER_ERROR = 500;
    private static final int BEFORE_THE_RESOURCES = -1000;

    private final Tracing tracing;

    ApiSpans(Tracing tracing) {
        this.tracing = tracing;
    }

    void register(@Observes Router router) {
        router.route("/api/*").order(BEFORE_THE_RESOURCES).handler(this::begin);
    }

    private void begin(RoutingContext context) {
        Tracing.Started started = tracing.beginApi(context.request());
        context.addEndHandler(_ -> {
            int status = context.response().getStatusCode();
            started.span().setAttribute("http.response.status_code", status);
            if (status >= FIRST_SERVER_ERROR) {
                started.span().setStatus(StatusCode.ERROR);
            }
            started.span().end();
        });
        // Stays with the request's own Vert.x context, which ends with the request: there is nothing to restore.
        var _ = QuarkusContextStorage.INSTANCE.attach(Vertx.currentContext(), started.context());
        context.next();
    }
}
