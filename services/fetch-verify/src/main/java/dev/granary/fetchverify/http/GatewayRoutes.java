package dev.granary.fetchverify.http;

import dev.granary.fetchverify.format.Format;
import io.vertx.core.http.HttpConnection;
import io.vertx.core.http.HttpHeaders;
import io.vertx.core.http.HttpServerRequest;
import io.vertx.ext.web.Router;
import io.vertx.ext.web.RoutingContext;
import jakarta.enterprise.event.Observes;
import jakarta.inject.Singleton;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;

/** Puts the gateway before all other routes: its paths are judged as they came, not as a router has tidied them. */
@Singleton
public class GatewayRoutes {
    private static final int BEFORE_ALL_OTHERS = Integer.MIN_VALUE + 1000;

    private final Gateway gateway;
    private final Set<HttpConnection> refused = ConcurrentHashMap.newKeySet();

    GatewayRoutes(Gateway gateway) {
        this.gateway = gateway;
    }

    void register(@Observes Router router) {
        router.route().order(BEFORE_ALL_OTHERS).handler(this::handle);
    }

    private void handle(RoutingContext context) {
        HttpServerRequest request = context.request();
        if (!refused.isEmpty() && refused.contains(request.connection())) {
            // Came on the heels of a refused request, on a connection that is being closed: nobody acts on it.
            return;
        }
        if (request.headers().contains(HttpHeaders.TRANSFER_ENCODING)) {
            // With both lengths, or an unknown encoding, a proxy in front may see another end: no client here needs it.
            refused.add(request.connection());
            request.connection().closeHandler(_ -> refused.remove(request.connection()));
            gateway.refuseFraming(request);
            return;
        }
        String path = request.path();
        Format format = path == null ? null : gateway.findFormat(path);
        if (path == null || format == null) {
            context.next();
            return;
        }
        gateway.handle(request, path, format);
    }
}
