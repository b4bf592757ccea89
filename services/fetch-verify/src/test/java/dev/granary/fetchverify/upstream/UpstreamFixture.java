package dev.granary.fetchverify.upstream;

import dev.granary.fetchverify.breaker.Breaker;
import dev.granary.fetchverify.format.UpstreamBase;
import dev.granary.fetchverify.settings.Mode;
import dev.granary.fetchverify.settings.NetworkSettings;
import dev.granary.fetchverify.settings.Settings;
import dev.granary.fetchverify.settings.StoreSettings;
import dev.granary.fetchverify.settings.UpstreamSettings;
import dev.granary.fetchverify.source.Backoff;
import dev.granary.fetchverify.source.Upstream;
import dev.granary.fetchverify.source.UpstreamAnswer;
import dev.granary.fetchverify.source.UpstreamAnswer.Content;
import dev.granary.fetchverify.source.UpstreamBody;
import dev.granary.fetchverify.source.UpstreamRequest;
import dev.granary.fetchverify.source.UpstreamRequest.Kind;
import dev.granary.kernel.ByteCount;
import dev.granary.kernel.Ecosystem;
import io.opentelemetry.api.OpenTelemetry;
import io.vertx.core.Vertx;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.net.InetAddress;
import java.net.URI;
import java.net.UnknownHostException;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.time.InstantSource;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Random;

/** Values that the tests of this package share. */
final class UpstreamFixture {
    static final Ecosystem NPM = new Ecosystem("npm");

    private UpstreamFixture() {}

    /** Limits that let no test wait long. */
    static UpstreamLimits limits() {
        UpstreamLimits.Times times = new UpstreamLimits.Times(
                Duration.ofSeconds(1),
                Duration.ofSeconds(1),
                Duration.ofMillis(800),
                Duration.ofMillis(300),
                Duration.ofSeconds(5),
                Duration.ofSeconds(10));
        return new UpstreamLimits(
                times,
                10_000,
                new UpstreamLimits.Places(4, 4, 2, Duration.ofMillis(200)),
                new Backoff(Duration.ofMillis(1), Duration.ofMillis(5), 2),
                new Breaker.Rules(3, Duration.ofSeconds(30), Duration.ofSeconds(20)));
    }

    static Upstream upstream(URI base) {
        return new Upstream(NPM, "main", new UpstreamBase(base));
    }

    static UpstreamSettings configured(URI base) {
        return UpstreamSettings.of(upstream(base));
    }

    static Settings settings(NetworkSettings network, UpstreamSettings... upstreams) {
        return new Settings(
                "test", Mode.CENTRAL, List.of(upstreams), network, Map.of(), new StoreSettings(Optional.empty()));
    }

    static Settings settings(UpstreamSettings... upstreams) {
        return settings(NetworkSettings.DIRECT, upstreams);
    }

    /** The system's time, and no names: upstreams are literals. */
    static Surroundings surroundings() {
        return surroundings(InstantSource.system(), Map.of());
    }

    /** Only the given names have addresses. */
    static Surroundings surroundings(InstantSource clock, Map<String, String> names) {
        return new Surroundings(clock, new Random(1), host -> resolve(host, names), Map.of());
    }

    static Watch unwatched() {
        return new Watch(OpenTelemetry.noop().getTracer("test"), UpstreamObserver.NONE);
    }

    static VertxUpstreamClient client(Vertx vertx, Settings settings) {
        return new VertxUpstreamClient(vertx, settings, limits(), surroundings(), unwatched());
    }

    private static List<InetAddress> resolve(String host, Map<String, String> names) throws UnknownHostException {
        String literal = names.getOrDefault(host, host);
        try {
            return List.of(InetAddress.ofLiteral(literal));
        } catch (IllegalArgumentException e) {
            UnknownHostException unknown = new UnknownHostException(host);
            unknown.initCause(e);
            throw unknown;
        }
    }

    static UpstreamRequest request(Kind kind, URI base, URI target) {
        return new UpstreamRequest(
                upstream(base), target, kind, "application/json", Optional.empty(), ByteCount.ofMebibytes(1));
    }

    static UpstreamRequest artifact(URI base, String path) {
        return request(Kind.ARTIFACT, base, base.resolve(path));
    }

    static UpstreamRequest document(URI base, String path) {
        return request(Kind.DOCUMENT, base, base.resolve(path));
    }

    /** All bytes of {@code answer}, one a character. */
    static String text(UpstreamAnswer answer) throws IOException {
        if (!(answer instanceof Content content)) {
            throw new AssertionError("no content: " + answer);
        }
        try (UpstreamBody body = content.body()) {
            return text(body);
        }
    }

    static String text(UpstreamBody body) throws IOException {
        ByteArrayOutputStream bytes = new ByteArrayOutputStream();
        ByteBuffer buffer = ByteBuffer.allocate(1000);
        while (body.read(buffer) >= 0) {
            bytes.write(buffer.array(), 0, buffer.position());
            buffer.clear();
        }
        return bytes.toString(StandardCharsets.ISO_8859_1);
    }
}
