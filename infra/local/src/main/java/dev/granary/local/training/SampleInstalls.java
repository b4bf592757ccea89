package dev.granary.local.training;

import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CompletableFuture;

/** Installs the {@link SamplePackages} through a gateway: once while it holds nothing, then again and again. */
public final class SampleInstalls {
    private static final String ABBREVIATED =
            "application/vnd.npm.install-v1+json; q=1.0, application/json; q=0.8, */*";
    private static final Duration PATIENCE = Duration.ofSeconds(30);
    private static final int AGAIN = 60;
    private static final int AT_ONCE = 15;
    private static final int OK = 200;

    private SampleInstalls() {}

    /**
     * Installs them.
     *
     * @param gateway its base URL, without a slash at the end
     * @throws IOException when an answer was not what an installing client needs
     */
    public static void run(String gateway) throws IOException, InterruptedException {
        try (HttpClient client =
                HttpClient.newBuilder().version(HttpClient.Version.HTTP_1_1).build()) {
            for (int round = 0; round <= AGAIN; round++) {
                install(client, gateway + "/npm/", round);
            }
        }
    }

    private static void install(HttpClient client, String registry, int round)
            throws IOException, InterruptedException {
        List<HttpRequest> requests = new ArrayList<>();
        for (String name : SamplePackages.names()) {
            // What npm sends: the slash of a scope is escaped.
            requests.add(request(registry + name.replace("/", "%2f"), round));
            requests.add(request(registry + SamplePackages.tarballPath(name), round));
        }
        for (int from = 0; from < requests.size(); from += AT_ONCE) {
            fetch(client, requests.subList(from, Math.min(requests.size(), from + AT_ONCE)));
        }
    }

    private static HttpRequest request(String url, int round) {
        HttpRequest.Builder builder = HttpRequest.newBuilder(URI.create(url)).timeout(PATIENCE);
        if (!url.endsWith(".tgz")) {
            builder.header("Accept", round % 2 == 0 ? ABBREVIATED : "application/json");
            builder.header("Accept-Encoding", "gzip");
        }
        return builder.build();
    }

    private static void fetch(HttpClient client, List<HttpRequest> requests) throws IOException {
        List<CompletableFuture<HttpResponse<byte[]>>> answers = requests.stream()
                .map(request -> client.sendAsync(request, BodyHandlers.ofByteArray()))
                .toList();
        for (CompletableFuture<HttpResponse<byte[]>> answer : answers) {
            HttpResponse<byte[]> response = answer.join();
            if (response.statusCode() != OK) {
                throw new IOException(response.uri() + " gave " + response.statusCode());
            }
        }
    }
}
