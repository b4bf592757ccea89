package dev.granary.fetchverify.upstream;

import dev.granary.fetchverify.settings.NetworkSettings;
import dev.granary.fetchverify.settings.Settings;
import dev.granary.fetchverify.settings.UpstreamSettings;
import dev.granary.fetchverify.source.AllowList;
import dev.granary.fetchverify.source.AllowedOrigin;
import dev.granary.fetchverify.source.MinimumRate;
import dev.granary.fetchverify.source.UpstreamAnswer;
import dev.granary.fetchverify.source.UpstreamAnswer.Absent;
import dev.granary.fetchverify.source.UpstreamAnswer.Content;
import dev.granary.fetchverify.source.UpstreamAnswer.Denied;
import dev.granary.fetchverify.source.UpstreamAnswer.Offline;
import dev.granary.fetchverify.source.UpstreamAnswer.Unavailable;
import dev.granary.fetchverify.source.UpstreamAnswer.Unchanged;
import dev.granary.fetchverify.source.UpstreamClient;
import dev.granary.fetchverify.source.UpstreamRequest;
import dev.granary.fetchverify.source.UpstreamRequest.Kind;
import dev.granary.fetchverify.upstream.Persistence.Result;
import dev.granary.fetchverify.upstream.wire.Addresses;
import dev.granary.fetchverify.upstream.wire.Deadline;
import dev.granary.fetchverify.upstream.wire.Exchange;
import dev.granary.fetchverify.upstream.wire.Failures;
import dev.granary.fetchverify.upstream.wire.GzipInflow;
import dev.granary.fetchverify.upstream.wire.Inflow;
import dev.granary.fetchverify.upstream.wire.ResponseHead;
import dev.granary.fetchverify.upstream.wire.TrustStore;
import dev.granary.kernel.Ecosystem;
import io.vertx.core.Vertx;
import io.vertx.core.http.HttpClient;
import io.vertx.core.http.HttpClientOptions;
import io.vertx.core.http.HttpConnection;
import io.vertx.core.tracing.TracingPolicy;
import java.time.Duration;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.concurrent.TimeUnit;
import org.jboss.logging.Logger;

/** Asks upstreams by Vert.x's HTTP client. Safe for threads; one instance a process. */
public final class VertxUpstreamClient implements UpstreamClient, AutoCloseable {
    private static final Logger LOGGER = Logger.getLogger(VertxUpstreamClient.class);
    private static final int MOST_RESUMES = 3;
    private static final int KEEP_ALIVE_SECONDS = 30;
    private static final int LARGEST_HEADER = 32 * 1024;
    private static final int CHUNK = 64 * 1024;

    private final HttpClient client;
    private final AllowList allowList;
    private final Gates gates;
    private final Persistence persistence;
    private final UpstreamLimits limits;
    private final InstantSource clock;
    private final boolean offline;

    /**
     * @param settings names all upstreams: nothing else is ever asked
     * @throws IllegalArgumentException when the extra certificates can't be read
     */
    public VertxUpstreamClient(
            Vertx vertx, Settings settings, UpstreamLimits limits, Surroundings surroundings, Watch watch) {
        this.limits = limits;
        this.clock = surroundings.clock();
        this.offline = settings.network().offline();
        this.allowList = allowList(settings.upstreams());
        this.gates = new Gates(host -> new HostGate(host, limits, clock, watch.observer()));
        this.client = vertx.httpClientBuilder()
                .with(options(settings.network(), limits))
                .withConnectHandler(VertxUpstreamClient::silence)
                .build();
        Addresses addresses = new Addresses(surroundings.resolver(), clock);
        Courier.Means means = new Courier.Means(
                new Exchange(vertx, client),
                new Routes(settings.network(), addresses, limits.times().resolve()),
                new Credentials(settings.upstreams(), surroundings.environment()),
                new Spans(watch.tracer(), watch.observer()));
        Courier courier = new Courier(allowList, gates, means, limits.times().header());
        this.persistence = new Persistence(courier, limits.backoff(), surroundings.random());
    }

    @Override
    public UpstreamAnswer ask(UpstreamRequest request) {
        if (offline) {
            return new Offline();
        }
        Optional<AllowedOrigin> allowed = allowList.find(request.upstream().ecosystem(), request.target());
        if (allowed.isEmpty()) {
            return Courier.notAllowed(request, request.target());
        }
        HostGate gate = gates.of(allowed.get().origin());
        if (!gate.takePlace(request.kind())) {
            return gate.overloaded();
        }
        UpstreamAnswer answer = null;
        try {
            answer = ask(request, gate);
            return answer;
        } finally {
            if (!(answer instanceof Content)) {
                gate.giveBackPlace(request.kind());
            }
        }
    }

    /** Closes all connections; transfers under way break. */
    @Override
    public void close() {
        client.close();
    }

    private UpstreamAnswer ask(UpstreamRequest request, HostGate gate) {
        Deadline deadline = Deadline.in(limits.deadline(request.kind()));
        Result result = persistence.run(Errand.of(request), gate, deadline);
        return switch (result.reply()) {
            case Reply.Refused(UpstreamAnswer answer) -> answer;
            case Reply.Broken broken -> {
                broken.onGivenUp();
                yield new Unavailable(broken.sentence(), true, broken.retryAfter());
            }
            case Reply.Header header -> {
                if (header.head().isContent()) {
                    yield content(result.last(), header, gate, deadline);
                }
                header.transfer().close();
                header.gate().onSuccess(header.pass());
                yield withoutContent(request, header);
            }
        };
    }

    private UpstreamAnswer withoutContent(UpstreamRequest request, Reply.Header header) {
        ResponseHead head = header.head();
        if (head.isUnchanged() && request.validators().isPresent()) {
            return new Unchanged(head.headers(OptionalLong.empty()));
        }
        if (head.isAbsent()) {
            return new Absent(head.status());
        }
        String sentence = header.peer() + " answered " + head.status() + ".";
        if (head.isDenied()) {
            Optional<Duration> quiet = head.isThrottled() ? head.quiet(clock.instant()) : Optional.empty();
            return new Denied(head.status(), sentence, quiet);
        }
        return new Unavailable(sentence, true, Optional.empty());
    }

    /** @param placeAt where the request has its place, to be given back when the body is closed */
    private UpstreamAnswer content(Errand last, Reply.Header header, HostGate placeAt, Deadline deadline) {
        UpstreamRequest request = last.request();
        ResponseHead head = header.head();
        boolean asPublished = request.kind() == Kind.ARTIFACT || head.isPlain();
        if (!asPublished && !head.isGzip()) {
            header.transfer().close();
            header.gate().onSuccess(header.pass());
            return new Unavailable(
                    header.peer() + " answers in an encoding that was not asked for.", true, Optional.empty());
        }
        header.gate().onHeader(header.pass());
        ResumingInflow.Terms terms = new ResumingInflow.Terms(
                request.kind() == Kind.ARTIFACT ? MOST_RESUMES : 0,
                () -> new MinimumRate(
                        limits.minimumBytesPerSecond(), limits.times().rateWindow()),
                deadline);
        ResumingInflow wire = new ResumingInflow(persistence, last, header, terms);
        Inflow bytes = asPublished ? wire : new GzipInflow(wire);
        OptionalLong length = asPublished ? wire.declared() : OptionalLong.empty();
        Delivery delivery = new Delivery(
                bytes, wire, header.peer(), request.largest().value(), () -> placeAt.giveBackPlace(request.kind()));
        return new Content(head.headers(length), delivery);
    }

    /** What breaks a connection breaks its request, which tells its caller; Vert.x would log it as an error besides. */
    private static void silence(HttpConnection connection) {
        connection.exceptionHandler(failure -> LOGGER.debugf("connection broke: %s", Failures.sentence(failure)));
    }

    private static AllowList allowList(List<UpstreamSettings> upstreams) {
        Map<Ecosystem, List<AllowedOrigin>> origins = new HashMap<>();
        for (UpstreamSettings each : upstreams) {
            origins.computeIfAbsent(each.upstream().ecosystem(), _ -> new ArrayList<>())
                    .addAll(each.allowedOrigins());
        }
        return AllowList.of(origins);
    }

    private static HttpClientOptions options(NetworkSettings network, UpstreamLimits limits) {
        int places = limits.places().total();
        HttpClientOptions options = new HttpClientOptions()
                .setConnectTimeout(Math.toIntExact(limits.times().connect().toMillis()))
                .setSslHandshakeTimeoutUnit(TimeUnit.MILLISECONDS)
                .setSslHandshakeTimeout(limits.times().header().toMillis())
                .setVerifyHost(true)
                .setMaxPoolSize(places)
                .setMaxWaitQueueSize(places)
                .setKeepAlive(true)
                .setKeepAliveTimeout(KEEP_ALIVE_SECONDS)
                .setMaxHeaderSize(LARGEST_HEADER)
                .setMaxChunkSize(CHUNK)
                .setDecompressionSupported(false)
                .setTracingPolicy(TracingPolicy.IGNORE);
        network.caBundle().ifPresent(bundle -> options.setTrustOptions(TrustStore.with(bundle)));
        return options;
    }
}
