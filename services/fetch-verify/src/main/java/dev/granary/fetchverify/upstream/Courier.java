package dev.granary.fetchverify.upstream;

import dev.granary.fetchverify.source.AllowList;
import dev.granary.fetchverify.source.AllowedOrigin;
import dev.granary.fetchverify.source.Origin;
import dev.granary.fetchverify.source.UpstreamAnswer.Forbidden;
import dev.granary.kernel.Printable;
import io.vertx.core.http.HttpMethod;
import io.vertx.core.http.RequestOptions;
import io.vertx.core.net.SocketAddress;
import java.io.IOException;
import java.net.InetAddress;
import java.net.URI;
import java.util.List;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * Makes one try at a request: checks the address, connects to exactly what was checked, and follows redirects by hand,
 * each of them checked the same way.
 */
final class Courier {
    private static final int MOST_REDIRECTS = 3;

    private final Exchange exchange;
    private final AllowList allowList;
    private final Addresses addresses;
    private final UpstreamLimits limits;

    Courier(Exchange exchange, AllowList allowList, Addresses addresses, UpstreamLimits limits) {
        this.exchange = exchange;
        this.allowList = allowList;
        this.addresses = addresses;
        this.limits = limits;
    }

    /** Runs {@code errand}; returns when there is a header, or none will come, at the latest by {@code deadline}. */
    Reply run(Errand errand, Deadline deadline) {
        URI target = errand.request().target();
        for (int redirects = 0; redirects <= MOST_REDIRECTS; redirects++) {
            Reply reply = hop(errand, target, deadline);
            URI next = reply instanceof Reply.Header header ? redirect(header, target) : null;
            if (!(reply instanceof Reply.Header header) || next == null) {
                return reply;
            }
            header.transfer().close();
            if (isDowngrade(target, next)) {
                return refused("the upstream redirects from https to http");
            }
            target = next;
        }
        return new Reply.Broken("the upstream redirects more than " + MOST_REDIRECTS + " times");
    }

    private Reply hop(Errand errand, URI target, Deadline deadline) {
        Optional<AllowedOrigin> allowed =
                allowList.find(errand.request().upstream().ecosystem(), target);
        if (allowed.isEmpty()) {
            return refused("%s is not an address of a configured %s upstream"
                    .formatted(nameOf(target), errand.request().upstream().ecosystem()));
        }
        return send(
                errand,
                allowed.get(),
                target,
                Deadline.in(deadline.leftAtMost(limits.times().header())));
    }

    private Reply send(Errand errand, AllowedOrigin allowed, URI target, Deadline deadline) {
        Origin origin = allowed.origin();
        String peer = errand.peer(origin);
        try {
            Optional<InetAddress> address = reachable(allowed, deadline);
            if (address.isEmpty()) {
                return refused(origin.host() + " leads into an internal network; if that is right, set allow_private ="
                        + " true for this upstream");
            }
            RequestOptions options = options(errand, origin, target)
                    .setServer(SocketAddress.inetSocketAddress(
                            origin.port(), address.get().getHostAddress()));
            return new Reply.Header(exchange.send(options, peer, deadline), origin);
        } catch (IOException e) {
            addresses.forget(origin.bareHost());
            return new Reply.Broken(peer + ": " + e.getMessage());
        }
    }

    private Optional<InetAddress> reachable(AllowedOrigin allowed, Deadline deadline) throws IOException {
        List<InetAddress> found = addresses.of(
                allowed.origin().bareHost(), deadline.leftAtMost(limits.times().resolve()));
        return found.stream().filter(allowed::allows).findFirst();
    }

    private static RequestOptions options(Errand errand, Origin origin, URI target) {
        RequestOptions options = new RequestOptions()
                .setMethod(HttpMethod.GET)
                .setSsl(origin.isSecure())
                .setHost(origin.host())
                .setPort(origin.port())
                .setURI(pathAndQuery(target));
        errand.headers().forEach(options::putHeader);
        return options;
    }

    private static String pathAndQuery(URI target) {
        URI ascii = URI.create(target.toASCIIString());
        String path = ascii.getRawPath().isEmpty() ? "/" : ascii.getRawPath();
        return ascii.getRawQuery() == null ? path : path + "?" + ascii.getRawQuery();
    }

    private static @Nullable URI redirect(Reply.Header header, URI from) {
        int status = header.transfer().response().statusCode();
        String location = header.transfer().response().getHeader("location");
        boolean redirects = status == 301 || status == 302 || status == 303 || status == 307 || status == 308;
        if (!redirects || location == null) {
            return null;
        }
        try {
            return from.resolve(location);
        } catch (IllegalArgumentException _) {
            return null;
        }
    }

    private static boolean isDowngrade(URI from, URI to) {
        return "https".equalsIgnoreCase(from.getScheme()) && "http".equalsIgnoreCase(to.getScheme());
    }

    private static Reply refused(String sentence) {
        return new Reply.Refused(new Forbidden(sentence));
    }

    /** Scheme, host and port of an address that is not allowed: its path and query may hold secrets. */
    private static String nameOf(URI target) {
        return Origin.find(target)
                .map(Origin::toString)
                .orElseGet(() -> "an address with the scheme " + Printable.of(String.valueOf(target.getScheme())));
    }
}
