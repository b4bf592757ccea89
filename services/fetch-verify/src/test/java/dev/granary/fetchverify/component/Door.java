package dev.granary.fetchverify.component;

import static java.nio.charset.StandardCharsets.UTF_8;

import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.time.Duration;
import java.util.concurrent.locks.LockSupport;
import java.util.zip.GZIPInputStream;

/** The mirror as well-behaved clients see it. */
final class Door {
    private static final HttpClient CLIENT = HttpClient.newBuilder()
            .version(HttpClient.Version.HTTP_1_1)
            .connectTimeout(Duration.ofSeconds(10))
            .build();

    private final URI base;

    Door(URI base) {
        this.base = base;
    }

    /** One answer. */
    record Answer(HttpResponse<byte[]> response) {
        int status() {
            return response.statusCode();
        }

        byte[] body() {
            return response.body();
        }

        String text() {
            return new String(response.body(), UTF_8);
        }

        /** The header field's first value; empty when it is absent. */
        String header(String name) {
            return response.headers().firstValue(name).orElse("");
        }

        /** The {@code code} of a problem. */
        String code() {
            String json = text();
            int at = json.indexOf("\"code\":\"");
            return at < 0 ? "" : json.substring(at + 8, json.indexOf('"', at + 8));
        }

        byte[] unzipped() {
            try (GZIPInputStream in = new GZIPInputStream(new ByteArrayInputStream(body()))) {
                return in.readAllBytes();
            } catch (IOException e) {
                throw new UncheckedIOException(e);
            }
        }
    }

    /**
     * Asks for {@code path}.
     *
     * @param headers names and values by turns
     */
    Answer get(String path, String... headers) {
        return send(request(path, headers).GET());
    }

    Answer head(String path, String... headers) {
        return send(request(path, headers).HEAD());
    }

    Answer send(String method, String path, String body) {
        return send(request(path, "Content-Type", "application/json")
                .method(method, body.isEmpty() ? BodyPublishers.noBody() : BodyPublishers.ofString(body)));
    }

    /** Takes back every fault of the upstream, and lets the mirror find out that it is back. */
    void settle() {
        Mirror.UPSTREAM.heal();
        Mirror.UPSTREAM.revive();
        SkewedClock.CLOCK.passAMinute();
        awaitUpstream();
    }

    /** Waits until the mirror asks its upstream again; breakers and patience go by the monotonic clock. */
    void awaitUpstream() {
        long end = System.nanoTime() + Duration.ofSeconds(30).toNanos();
        Answer probe = get("/npm/-/v1/search?text=settled");
        while (probe.status() != 200) {
            if (System.nanoTime() > end) {
                throw new AssertionError("the mirror does not find its upstream: " + probe.text());
            }
            LockSupport.parkNanos(50_000_000);
            probe = get("/npm/-/v1/search?text=settled");
        }
    }

    private HttpRequest.Builder request(String path, String... headers) {
        HttpRequest.Builder request = HttpRequest.newBuilder(base.resolve(path)).timeout(Duration.ofSeconds(60));
        for (int i = 0; i + 1 < headers.length; i += 2) {
            request.header(headers[i], headers[i + 1]);
        }
        return request;
    }

    private static Answer send(HttpRequest.Builder request) {
        try {
            return new Answer(CLIENT.send(request.build(), BodyHandlers.ofByteArray()));
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new IllegalStateException(e);
        }
    }
}
