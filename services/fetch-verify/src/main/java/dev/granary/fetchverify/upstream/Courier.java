package dev.granary.fetchverify.upstream;

import dev.granary.fetchverify.breaker.Breaker.Pass;
import dev.granary.fetchverify.source.AllowList;
import dev.granary.fetchverify.source.AllowedOrigin;
import dev.granary.fetchverify.source.Origin;
import dev.granary.fetchverify.source.UpstreamAnswer.Forbidden;
import dev.granary.fetchverify.source.UpstreamAnswer.Unavailable;
import dev.granary.fetchverify.source.UpstreamRequest;
import dev.granary.fetchverify.upstream.HostGate.Entry;
import dev.granary.fetchverify.upstream.Reply.Culprit;
import dev.granary.fetchverify.upstream.wire.Deadline;
import dev.granary.fetchverify.upstream.wire.Exchange;
import dev.granary.fetchverify.upstream.wire.ResponseHead;
import dev.granary.fetchverify.upstream.wire.Transfer;
import dev.granary.kernel.Printable;
import io.vertx.core.http.HttpMethod;
import io.vertx.core.http.RequestOptions;
import java.io.IOException;
import java.net.URI;
import java.time.Duration;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * Makes one try at a request: checks the address, asks the host's gate, connects to exactly what was checked, and follows
 * redirects by hand, each of them checked the same way. It tells the gates of the end of redirects and of failed probes;
 * what comes of the last answer, or of a try that failed, is for the receiver to tell.
 */
final class Courier {
    private static final int MOST_REDIRECTS = 3;

    private final AllowList allowList;
    private final Gates gates;
    private final Means means;
    private final Duration headerPatience;

    /** What a request travels by. */
    record Means(Exchange exchange, Routes routes, Credentials credentials, Spans spans) {}

    Courier(AllowList allowList, Gates gates, Means means, Duration headerPatience) {
        this.allowList = allowList;
        this.gates = gates;
        this.means = means;
        this.headerPatience = headerPatience;
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
            header.gate().onSuccess(header.pass());
            if (isDowngrade(target, next)) {
                return forbidden(header.peer() + " redirects from https to http, which is never followed; if the plain"
                        + " address is right, configure it as the upstream's url.");
            }
            target = next;
        }
        return new Reply.Broken(
                errand.request().upstream().id() + " redirects more than " + MOST_REDIRECTS + " times.",
                Optional.empty(),
                Optional.empty());
    }

    private Reply hop(Errand errand, URI target, Deadline deadline) {
        Optional<AllowedOrigin> allowed =
                allowList.find(errand.request().upstream().ecosystem(), target);
        if (allowed.isEmpty()) {
            return new Reply.Refused(notAllowed(errand.request(), target));
        }
        HostGate gate = gates.of(allowed.get().origin());
        Spans.Try attempt = means.spans().begin(errand.request(), gate.host(), errand.attempt());
        Reply reply =
                switch (gate.enter()) {
                    case Entry.Shut(Unavailable answer) -> new Reply.Refused(answer);
                    case Entry.Open(Pass pass) -> {
                        Dispatch dispatch = new Dispatch(errand, target, allowed.get(), gate, pass);
                        yield send(dispatch, Deadline.in(deadline.leftAtMost(headerPatience)));
                    }
                };
        attempt.end(reply);
        return reply;
    }

    /** One hop that the gate let through. */
    private record Dispatch(Errand errand, URI target, AllowedOrigin allowed, HostGate gate, Pass pass) {
        Origin origin() {
            return allowed.origin();
        }
    }

    private Reply send(Dispatch dispatch, Deadline deadline) {
        Origin origin = dispatch.origin();
        String peer = dispatch.errand().peer(origin);
        RequestOptions options = options(dispatch);
        try {
            means.credentials()
                    .header(dispatch.errand().request().upstream(), origin)
                    .ifPresent(credential -> options.putHeader("Authorization", credential));
        } catch (IOException e) {
            dispatch.gate().onNothing(dispatch.pass());
            return new Reply.Refused(new Unavailable(sentence(e), false, Optional.empty()));
        }
        try {
            if (!means.routes().lead(options, dispatch.allowed(), deadline)) {
                dispatch.gate().onNothing(dispatch.pass());
                return forbidden(origin.host() + " leads into an internal network; if that is right, set"
                        + " allow_private = true for this upstream in granary.toml.");
            }
            return received(dispatch, means.exchange().send(options, peer, deadline));
        } catch (IOException e) {
            String sentence = peer + ": " + sentence(e) + ".";
            if (Thread.currentThread().isInterrupted()) {
                dispatch.gate().onNothing(dispatch.pass());
                return new Reply.Broken(sentence, Optional.empty(), Optional.empty());
            }
            means.routes().tryAnother(origin, options);
            return new Reply.Broken(sentence, Optional.empty(), Culprit.of(dispatch.gate(), dispatch.pass()));
        }
    }

    private Reply received(Dispatch dispatch, Transfer transfer) {
        ResponseHead head = ResponseHead.of(transfer.response());
        HostGate gate = dispatch.gate();
        Optional<Duration> quiet = head.isThrottled() || head.isFailure() ? head.quiet(gate.now()) : Optional.empty();
        quiet.filter(Duration::isPositive).ifPresent(gate::keepQuiet);
        if (head.isFailure()) {
            transfer.close();
            return new Reply.Broken(
                    transfer.peer() + " answered " + head.status() + ".", quiet, Culprit.of(gate, dispatch.pass()));
        }
        return new Reply.Header(transfer, head, gate, dispatch.pass());
    }

    private static RequestOptions options(Dispatch dispatch) {
        Origin origin = dispatch.origin();
        RequestOptions options = new RequestOptions()
                .setMethod(HttpMethod.GET)
                .setSsl(origin.isSecure())
                .setHost(origin.host())
                .setPort(origin.port())
                .setURI(pathAndQuery(dispatch.target()));
        dispatch.errand().headers().forEach(options::putHeader);
        return options;
    }

    private static String pathAndQuery(URI target) {
        URI ascii = URI.create(target.toASCIIString());
        String path = ascii.getRawPath().isEmpty() ? "/" : ascii.getRawPath();
        return ascii.getRawQuery() == null ? path : path + "?" + ascii.getRawQuery();
    }

    private static @Nullable URI redirect(Reply.Header header, URI from) {
        int status = header.head().status();
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

    /** The answer to a request for an address that configuration does not name. */
    static Forbidden notAllowed(UpstreamRequest request, URI target) {
        return new Forbidden(
                "%s is not an address of a configured %s upstream; if that is right, name it in extra_hosts of the upstream."
                        .formatted(nameOf(target), request.upstream().ecosystem()));
    }

    private static Reply forbidden(String sentence) {
        return new Reply.Refused(new Forbidden(sentence));
    }

    private static String sentence(IOException e) {
        return String.valueOf(e.getMessage());
    }

    /** Scheme, host and port of an address that is not allowed: its path and query may hold secrets. */
    private static String nameOf(URI target) {
        return Origin.find(target)
                .map(Origin::toString)
                .orElseGet(() -> "An address with the scheme " + Printable.of(String.valueOf(target.getScheme())));
    }
}
