package dev.granary.e2e.stack;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.net.URI;
import java.net.URLEncoder;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.concurrent.CompletableFuture;

/** Asks a mirror over HTTP/1.1, as a client without opinions does. Safe for use by several threads. */
public final class Gateway implements AutoCloseable {
    private static final ObjectMapper JSON = new ObjectMapper();

    private final URI base;
    private final HttpClient client = HttpClient.newBuilder()
            .version(HttpClient.Version.HTTP_1_1)
            .connectTimeout(Duration.ofSeconds(5))
            .build();

    public Gateway(URI base) {
        this.base = base;
    }

    /** Sends {@code method} for {@code path}; {@code headers} are names and values in turn. */
    public HttpResponse<byte[]> send(String method, String path, String... headers) {
        return await(client.sendAsync(
                request(path, headers)
                        .method(method, HttpRequest.BodyPublishers.noBody())
                        .build(),
                HttpResponse.BodyHandlers.ofByteArray()));
    }

    public HttpResponse<byte[]> get(String path, String... headers) {
        return send("GET", path, headers);
    }

    /** The answer as it comes in. */
    public HttpResponse<InputStream> open(String path) {
        return await(client.sendAsync(request(path).build(), HttpResponse.BodyHandlers.ofInputStream()));
    }

    /** GET of a JSON document, whatever its status. */
    public JsonNode json(String path) {
        return parse(get(path, "Accept", "application/json"));
    }

    /** POST of {@code body} as JSON. */
    public HttpResponse<byte[]> post(String path, Object body) {
        try {
            HttpRequest request = request(path, "Content-Type", "application/json")
                    .POST(HttpRequest.BodyPublishers.ofByteArray(JSON.writeValueAsBytes(body)))
                    .build();
            return await(client.sendAsync(request, HttpResponse.BodyHandlers.ofByteArray()));
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /** The answer's body as JSON. */
    public static JsonNode parse(HttpResponse<byte[]> response) {
        try {
            return JSON.readTree(response.body());
        } catch (IOException e) {
            throw new AssertionError("no JSON from " + response + ": " + text(response), e);
        }
    }

    public static String text(HttpResponse<byte[]> response) {
        return new String(response.body(), StandardCharsets.UTF_8);
    }

    /** {@code purl} as one path segment. */
    public static String segment(String purl) {
        return URLEncoder.encode(purl, StandardCharsets.UTF_8);
    }

    public URI base() {
        return base;
    }

    @Override
    public void close() {
        client.shutdownNow();
    }

    private HttpRequest.Builder request(String path, String... headers) {
        HttpRequest.Builder request =
                HttpRequest.newBuilder(URI.create(base + path)).timeout(Duration.ofSeconds(60));
        for (int i = 0; i < headers.length; i += 2) {
            request.header(headers[i], headers[i + 1]);
        }
        return request;
    }

    private static <T> T await(CompletableFuture<T> answer) {
        return answer.join();
    }
}
