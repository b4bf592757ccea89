package dev.granary.fetchverify.upstream;

import dev.granary.fetchverify.format.UpstreamBase;
import dev.granary.fetchverify.settings.UpstreamSettings;
import dev.granary.fetchverify.source.Upstream;
import dev.granary.fetchverify.source.UpstreamAnswer;
import dev.granary.fetchverify.source.UpstreamAnswer.Content;
import dev.granary.fetchverify.source.UpstreamBody;
import dev.granary.fetchverify.source.UpstreamRequest;
import dev.granary.fetchverify.source.UpstreamRequest.Kind;
import dev.granary.kernel.ByteCount;
import dev.granary.kernel.Ecosystem;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.net.URI;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.Optional;

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
        return new UpstreamLimits(times, 10_000, new UpstreamLimits.Places(4, 4, 2, Duration.ofMillis(200)));
    }

    static Upstream upstream(URI base) {
        return new Upstream(NPM, "main", new UpstreamBase(base));
    }

    static UpstreamSettings configured(URI base) {
        return UpstreamSettings.of(upstream(base));
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
