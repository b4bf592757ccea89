package dev.granary.testing.http;

import dev.granary.testing.Gate;
import java.io.IOException;
import java.net.Socket;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.CopyOnWriteArrayList;

/**
 * A reverse proxy on loopback in front of a real upstream. It flips one byte of the bodies asked for, can be cut off, and
 * counts requests.
 *
 * <p>The only other change: in JSON bodies the upstream's own address becomes the proxy's, so that the files which an
 * index names come through it too. Bodies are held whole in memory.
 */
public final class FlippingProxy implements AutoCloseable {
    private static final Set<String> TO_UPSTREAM =
            Set.of("accept", "range", "if-range", "if-none-match", "if-modified-since", "user-agent");
    private static final Set<String> TO_CLIENT = Set.of(
            "content-type", "etag", "last-modified", "cache-control", "content-range", "accept-ranges", "retry-after");

    private final URI upstream;
    private final HttpClient client;
    private final LoopbackListener listener;
    private final List<PathPattern> flipped = new CopyOnWriteArrayList<>();
    private final RequestLog log = new RequestLog();
    private final Gate ended = Gate.closed();

    private FlippingProxy(URI upstream, HttpClient client) {
        this.upstream = upstream;
        this.client = client;
        this.listener = LoopbackListener.start(this::converse);
    }

    /** Starts a proxy whose root is {@code upstream}, http or https; proxies of the JVM's settings are used. */
    public static FlippingProxy inFrontOf(URI upstream) {
        HttpClient client = HttpClient.newBuilder()
                .connectTimeout(Duration.ofSeconds(10))
                .followRedirects(HttpClient.Redirect.NORMAL)
                .version(HttpClient.Version.HTTP_1_1)
                .build();
        return new FlippingProxy(upstream, client);
    }

    /** Where it listens, with the final slash. */
    public URI baseUrl() {
        return URI.create("http://127.0.0.1:" + listener.port() + "/");
    }

    /** Flips a byte in the middle of each body whose path matches, until {@link #heal()}. */
    public void flip(String pattern) {
        flipped.add(PathPattern.of(pattern));
    }

    /** Passes bodies on as they are again. */
    public void heal() {
        flipped.clear();
    }

    public int hits(String pattern) {
        return log.hits(pattern);
    }

    /** The requests so far, oldest first; at most the last 100,000. */
    public List<ReceivedRequest> requests() {
        return log.all();
    }

    public void forgetRequests() {
        log.clear();
    }

    /** Refuses connections until {@link #restore()}. */
    public void cutOff() {
        listener.die();
    }

    /** Listens on the same port again. */
    public void restore() {
        listener.revive();
    }

    @Override
    public void close() {
        ended.open();
        listener.close();
        client.shutdownNow();
    }

    private void converse(Socket connection) throws IOException, InterruptedException {
        RequestReader reader = new RequestReader(connection.getInputStream());
        AnswerWriter writer = new AnswerWriter(connection.getOutputStream(), ended);
        Optional<ReceivedRequest> request = reader.next();
        boolean goesOn = true;
        while (goesOn && request.isPresent()) {
            log.add(request.get());
            boolean head = request.get().method().equals("HEAD");
            goesOn = writer.write(relay(request.get()), head) && !request.get().wantsClose();
            request = goesOn ? reader.next() : Optional.empty();
        }
    }

    private Answer relay(ReceivedRequest request) throws InterruptedException {
        HttpRequest.Builder asked = HttpRequest.newBuilder(resolve(request.target()))
                .timeout(Duration.ofMinutes(2))
                .method(
                        request.method().equals("HEAD") ? "GET" : request.method(), // for the length
                        request.body().isEmpty()
                                ? HttpRequest.BodyPublishers.noBody()
                                : HttpRequest.BodyPublishers.ofString(request.body(), StandardCharsets.ISO_8859_1));
        TO_UPSTREAM.forEach(name -> request.header(name).ifPresent(value -> asked.header(name, value)));
        try {
            return answer(request, client.send(asked.build(), HttpResponse.BodyHandlers.ofByteArray()));
        } catch (IOException e) {
            return Answer.problem(502, "upstream not reachable");
        }
    }

    private Answer answer(ReceivedRequest request, HttpResponse<byte[]> response) {
        Answer answer = new Answer(response.statusCode(), Reasons.of(response.statusCode()), readdressed(response));
        if (flipped.stream().anyMatch(pattern -> pattern.matches(request.path()))) {
            answer.content = FaultPlan.flipped(answer.content, answer.content.length / 2);
        }
        response.headers().map().forEach((name, values) -> {
            if (TO_CLIENT.contains(name.toLowerCase(Locale.ROOT))) {
                answer.headers.put(name, values.getFirst());
            }
        });
        return answer;
    }

    private byte[] readdressed(HttpResponse<byte[]> response) {
        byte[] body = response.body();
        if (!response.headers().firstValue("content-type").orElse("").contains("json")) {
            return body;
        }
        // One character a byte: whatever encoding the text has, it comes out as it went in.
        String text = new String(body, StandardCharsets.ISO_8859_1);
        return text.replace(withSlash(upstream), baseUrl().toString()).getBytes(StandardCharsets.ISO_8859_1);
    }

    private URI resolve(String target) {
        return URI.create(withSlash(upstream) + target.substring(1));
    }

    private static String withSlash(URI address) {
        String text = address.toString();
        return text.endsWith("/") ? text : text + "/";
    }
}
