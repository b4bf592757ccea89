package dev.granary.fetchverify.upstream;

import dev.granary.fetchverify.settings.UpstreamSettings;
import dev.granary.fetchverify.source.AllowList;
import dev.granary.fetchverify.source.AllowedOrigin;
import dev.granary.fetchverify.source.MinimumRate;
import dev.granary.fetchverify.source.UpstreamAnswer;
import dev.granary.fetchverify.source.UpstreamAnswer.Absent;
import dev.granary.fetchverify.source.UpstreamAnswer.Content;
import dev.granary.fetchverify.source.UpstreamAnswer.Denied;
import dev.granary.fetchverify.source.UpstreamAnswer.Unavailable;
import dev.granary.fetchverify.source.UpstreamAnswer.Unchanged;
import dev.granary.fetchverify.source.UpstreamClient;
import dev.granary.fetchverify.source.UpstreamRequest;
import dev.granary.fetchverify.source.UpstreamRequest.Kind;
import dev.granary.kernel.Ecosystem;
import io.vertx.core.Vertx;
import io.vertx.core.http.HttpClient;
import io.vertx.core.http.HttpClientOptions;
import io.vertx.core.tracing.TracingPolicy;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.concurrent.TimeUnit;

/** Asks upstreams by Vert.x's HTTP client. Safe for threads; one instance a process. */
public final class VertxUpstreamClient implements UpstreamClient, AutoCloseable {
    private final HttpClient client;
    private final Courier courier;
    private final UpstreamLimits limits;

    /**
     * @param upstreams all that configuration names: nothing else is ever asked
     * @param clock for what outlives a request; the time of one request is measured by the monotonic clock
     */
    public VertxUpstreamClient(
            Vertx vertx, List<UpstreamSettings> upstreams, UpstreamLimits limits, InstantSource clock) {
        this.client = vertx.createHttpClient(clientOptions(limits));
        this.limits = limits;
        this.courier = new Courier(
                new Exchange(vertx, client), allowList(upstreams), new Addresses(Addresses.system(), clock), limits);
    }

    @Override
    public UpstreamAnswer ask(UpstreamRequest request) {
        Deadline deadline = Deadline.in(limits.deadline(request.kind()));
        return switch (courier.run(Errand.of(request), deadline)) {
            case Reply.Refused(UpstreamAnswer answer) -> answer;
            case Reply.Broken(String sentence) -> new Unavailable(sentence, true, Optional.empty());
            case Reply.Header header -> answer(request, header, deadline);
        };
    }

    /** Closes all connections; transfers under way break. */
    @Override
    public void close() {
        client.close();
    }

    private UpstreamAnswer answer(UpstreamRequest request, Reply.Header header, Deadline deadline) {
        ResponseHead head = ResponseHead.of(header.transfer().response());
        String peer = Errand.of(request).peer(header.from());
        if (head.isContent()) {
            return content(request, header.transfer(), head, peer, deadline);
        }
        header.transfer().close();
        if (head.status() == 304 && request.validators().isPresent()) {
            return new Unchanged(head.headers(OptionalLong.empty()));
        }
        if (head.status() == 404 || head.status() == 410) {
            return new Absent(head.status());
        }
        String sentence = peer + " answered " + head.status();
        boolean denied = head.status() >= 400 && head.status() < 500;
        return denied
                ? new Denied(head.status(), sentence, Optional.empty())
                : new Unavailable(sentence, true, Optional.empty());
    }

    private UpstreamAnswer content(
            UpstreamRequest request, Transfer transfer, ResponseHead head, String peer, Deadline deadline) {
        transfer.bound(
                new MinimumRate(limits.minimumBytesPerSecond(), limits.times().rateWindow()), deadline);
        boolean asPublished = request.kind() == Kind.ARTIFACT || head.isPlain();
        if (!asPublished && !head.isGzip()) {
            transfer.close();
            return new Unavailable(peer + " answers in an encoding that was not asked for", true, Optional.empty());
        }
        Inflow inflow = asPublished ? transfer : new GzipInflow(transfer);
        OptionalLong length = asPublished ? transfer.declared() : OptionalLong.empty();
        return new Content(
                head.headers(length),
                new Delivery(inflow, peer, request.largest().value()));
    }

    private static AllowList allowList(List<UpstreamSettings> upstreams) {
        Map<Ecosystem, List<AllowedOrigin>> origins = new HashMap<>();
        for (UpstreamSettings each : upstreams) {
            origins.computeIfAbsent(each.upstream().ecosystem(), _ -> new ArrayList<>())
                    .addAll(each.allowedOrigins());
        }
        return AllowList.of(origins);
    }

    private static HttpClientOptions clientOptions(UpstreamLimits limits) {
        int places = limits.places().total();
        return new HttpClientOptions()
                .setConnectTimeout(Math.toIntExact(limits.times().connect().toMillis()))
                .setSslHandshakeTimeoutUnit(TimeUnit.MILLISECONDS)
                .setSslHandshakeTimeout(limits.times().header().toMillis())
                .setVerifyHost(true)
                .setMaxPoolSize(places)
                .setMaxWaitQueueSize(places)
                .setKeepAlive(true)
                .setKeepAliveTimeout(30)
                .setMaxHeaderSize(32 * 1024)
                .setMaxChunkSize(64 * 1024)
                .setDecompressionSupported(false)
                .setTracingPolicy(TracingPolicy.IGNORE);
    }
}
