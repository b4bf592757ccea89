package dev.granary.testing.http;

import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStream;
import java.io.InputStreamReader;
import java.net.Socket;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CompletableFuture;

/** Asks one server; its paths are relative to the server's root. */
final class TestClient implements AutoCloseable {
    private final URI base;
    private final HttpClient client =
            HttpClient.newBuilder().version(HttpClient.Version.HTTP_1_1).build();

    TestClient(URI base) {
        this.base = base;
    }

    HttpResponse<byte[]> send(String path, String... headers) throws IOException, InterruptedException {
        return client.send(request(path, headers).build(), HttpResponse.BodyHandlers.ofByteArray());
    }

    HttpResponse<byte[]> head(String path) throws IOException, InterruptedException {
        return client.send(request(path).HEAD().build(), HttpResponse.BodyHandlers.ofByteArray());
    }

    CompletableFuture<HttpResponse<byte[]>> sendAsync(String path) {
        return client.sendAsync(request(path).build(), HttpResponse.BodyHandlers.ofByteArray());
    }

    /** The body as it comes in. */
    InputStream open(String path) throws IOException, InterruptedException {
        return client.send(request(path).build(), HttpResponse.BodyHandlers.ofInputStream())
                .body();
    }

    /** Sends the request lines one after the other over one connection and returns the status lines. */
    List<String> overOneConnection(String... requestLines) throws IOException {
        List<String> statusLines = new ArrayList<>();
        try (Socket socket = new Socket(LoopbackListener.loopback(), base.getPort())) {
            for (String line : requestLines) {
                socket.getOutputStream().write((line + "\r\nHost: test\r\n\r\n").getBytes(StandardCharsets.US_ASCII));
            }
            socket.shutdownOutput();
            BufferedReader answers =
                    new BufferedReader(new InputStreamReader(socket.getInputStream(), StandardCharsets.ISO_8859_1));
            answers.lines()
                    .flatMap(line -> List.of(line.split("(?=HTTP/1\\.1 )", -1)).stream())
                    .filter(line -> line.startsWith("HTTP/1.1 "))
                    .forEach(statusLines::add);
        }
        return statusLines;
    }

    /** What one request brings over the wire until the server closes. */
    String raw(String path) throws IOException {
        try (Socket socket = new Socket(LoopbackListener.loopback(), base.getPort())) {
            String request = "GET /" + path + " HTTP/1.1\r\nHost: test\r\nConnection: close\r\n\r\n";
            socket.getOutputStream().write(request.getBytes(StandardCharsets.US_ASCII));
            return new String(socket.getInputStream().readAllBytes(), StandardCharsets.ISO_8859_1);
        }
    }

    /** {@link #raw}, not waited for. The JDK's client is of no use where connections are cut: it asks again. */
    CompletableFuture<String> rawAsync(String path) {
        CompletableFuture<String> answer = new CompletableFuture<>();
        Thread.ofVirtual().start(() -> {
            try {
                answer.complete(raw(path));
            } catch (IOException e) {
                answer.completeExceptionally(e);
            }
        });
        return answer;
    }

    void awaitHits(FixtureUpstream upstream, String pattern, int count) {
        long deadline = System.nanoTime() + 5_000_000_000L;
        while (upstream.hits(pattern) < count) {
            if (System.nanoTime() > deadline) {
                throw new AssertionError("fewer than " + count + " requests for " + pattern);
            }
            Thread.onSpinWait();
        }
    }

    @Override
    public void close() {
        client.shutdownNow();
    }

    private HttpRequest.Builder request(String path, String... headers) {
        HttpRequest.Builder request = HttpRequest.newBuilder(base.resolve("/" + path));
        for (int i = 0; i < headers.length; i += 2) {
            request.header(headers[i], headers[i + 1]);
        }
        return request;
    }
}
