package dev.granary.fetchverify.http;

import dev.granary.fetchverify.format.Format;
import io.netty.channel.ChannelPipeline;
import io.vertx.core.http.HttpConnection;
import io.vertx.core.http.HttpHeaders;
import io.vertx.core.http.HttpServerRequest;
import io.vertx.core.http.HttpVersion;
import io.vertx.core.net.impl.ConnectionBase;
import io.vertx.ext.web.Router;
import io.vertx.ext.web.RoutingContext;
import jakarta.enterprise.event.Observes;
import jakarta.inject.Singleton;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;

/** Puts the gateway before all other routes: its paths are judged as they came, not as a router has tidied them. */
@Singleton
public class GatewayRoutes {
    /** What Vert.x calls its handler in a connection's pipeline. */
    private static final String SERVER = "handler";

    private static final int BEFORE_ALL_OTHERS = Integer.MIN_VALUE + 1000;

    private final Gateway gateway;
    private final HotLane.Answers plainRequests;
    private final Set<HttpConnection> refused = ConcurrentHashMap.newKeySet();

    GatewayRoutes(Gateway gateway) {
        this.gateway = gateway;
        this.plainRequests = gateway.plainRequests();
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
        // A connection's first request opens its lane: it is the only one so far that the server owes an answer to.
        pipeline(request).ifPresent(pipeline -> HotLane.open(pipeline, SERVER, 1, plainRequests));
        if (request.headers().contains(HttpHeaders.TRANSFER_ENCODING)) {
            // With both lengths, or an unknown encoding, a proxy in front may see another end: no client here needs it.
            refused.add(request.connection());
            pipeline(request).ifPresent(HotLane::close);
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

    /** The way of an HTTP/1 connection's bytes, for which Vert.x has no public name; HTTP/2 has no lane. */
    private static Optional<ChannelPipeline> pipeline(HttpServerRequest request) {
        return request.version() != HttpVersion.HTTP_2 && request.connection() instanceof ConnectionBase connection
                ? Optional.of(connection.channel().pipeline())
                : Optional.empty();
    }
}
