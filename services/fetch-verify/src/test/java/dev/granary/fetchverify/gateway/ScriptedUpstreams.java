package dev.granary.fetchverify.gateway;

import dev.granary.fetchverify.source.UpstreamAnswer;
import dev.granary.fetchverify.source.UpstreamAnswer.Absent;
import dev.granary.fetchverify.source.UpstreamAnswer.Content;
import dev.granary.fetchverify.source.UpstreamAnswer.ContentHeaders;
import dev.granary.fetchverify.source.UpstreamAnswer.Unavailable;
import dev.granary.fetchverify.source.UpstreamAnswer.Unchanged;
import dev.granary.fetchverify.source.UpstreamBody;
import dev.granary.fetchverify.source.UpstreamClient;
import dev.granary.fetchverify.source.UpstreamRequest;
import dev.granary.testing.Gate;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.function.Function;

/** Upstreams that say what a test tells them to, by address; what is not told of is absent. */
final class ScriptedUpstreams implements UpstreamClient {
    private static final Duration LONGEST_WAIT = Duration.ofSeconds(20);

    private final Map<String, Function<UpstreamRequest, UpstreamAnswer>> script = new ConcurrentHashMap<>();
    private final List<UpstreamRequest> requests = new CopyOnWriteArrayList<>();
    private final List<Body> bodies = new CopyOnWriteArrayList<>();

    @Override
    public UpstreamAnswer ask(UpstreamRequest request) {
        requests.add(request);
        return script.getOrDefault(request.target().toString(), _ -> new Absent(404))
                .apply(request);
    }

    /** From now on {@code target} answers so. */
    void at(String target, Function<UpstreamRequest, UpstreamAnswer> answer) {
        script.put(target, answer);
    }

    /** From now on {@code target} has {@code bytes}. */
    void serve(String target, byte[] bytes) {
        at(target, _ -> content(bytes));
    }

    /** From now on {@code target} has {@code text}, whose entity tag follows from it, and heeds conditions. */
    void serve(String target, String text) {
        String etag = "\"" + Integer.toHexString(text.hashCode()) + "\"";
        at(target, request -> {
            boolean held =
                    request.validators().filter(v -> v.etag().equals(etag)).isPresent();
            ContentHeaders headers = new ContentHeaders("text/plain", etag, "", OptionalLong.empty());
            return held
                    ? new Unchanged(headers)
                    : new Content(headers, body(text.getBytes(StandardCharsets.UTF_8), Gate.closed(), -1));
        });
    }

    /** From now on {@code target} can't be reached. */
    void cut(String target) {
        at(target, _ -> new Unavailable("it is cut off.", true, Optional.empty()));
    }

    int asked(String target) {
        return (int) requests.stream()
                .filter(request -> request.target().toString().equals(target))
                .count();
    }

    int asked() {
        return requests.size();
    }

    /** All bodies that were given out. */
    List<Body> bodies() {
        return List.copyOf(bodies);
    }

    /** The whole of {@code bytes}. */
    Content content(byte[] bytes) {
        return new Content(headers(bytes), body(bytes, Gate.closed(), -1));
    }

    /** {@code bytes}, which stop after {@code before} until {@code gate} opens. */
    Content contentHeldAfter(int before, byte[] bytes, Gate gate) {
        return new Content(headers(bytes), body(bytes, gate, before));
    }

    /** {@code bytes} up to {@code count}, then {@code failure}. */
    Content contentBrokenAfter(int count, byte[] bytes, IOException failure) {
        Body body = new Body(ByteBuffer.wrap(bytes, 0, count), Gate.closed(), -1);
        body.failure = failure;
        bodies.add(body);
        return new Content(headers(bytes), body);
    }

    /** {@code bytes} up to {@code count}, then {@code failure} once {@code gate} opens. */
    Content contentBrokenAt(Gate gate, int count, byte[] bytes, IOException failure) {
        Body body = new Body(ByteBuffer.wrap(bytes, 0, count), gate, count);
        body.failure = failure;
        bodies.add(body);
        return new Content(headers(bytes), body);
    }

    private Body body(byte[] bytes, Gate gate, int before) {
        Body body = new Body(ByteBuffer.wrap(bytes), gate, before);
        bodies.add(body);
        return body;
    }

    private static ContentHeaders headers(byte[] bytes) {
        return new ContentHeaders("application/octet-stream", "", "", OptionalLong.of(bytes.length));
    }

    /** Waits for {@code gate}. */
    static void pass(Gate gate) {
        try {
            if (!gate.await(LONGEST_WAIT)) {
                throw new AssertionError("the gate stayed closed");
            }
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new AssertionError(e);
        }
    }

    /** The bytes of one answer, and what became of them. */
    static final class Body implements UpstreamBody {
        private final ByteBuffer bytes;
        private final Gate gate;
        private final int heldAt;
        private IOException failure = new IOException("no failure");
        private volatile boolean corrupt;
        private volatile boolean closed;

        private Body(ByteBuffer bytes, Gate gate, int heldAt) {
            this.bytes = bytes;
            this.gate = gate;
            this.heldAt = heldAt;
        }

        @Override
        public int read(ByteBuffer target) throws IOException {
            if (bytes.position() == heldAt) {
                pass(gate);
            }
            if (!bytes.hasRemaining()) {
                if (!"no failure".equals(failure.getMessage())) {
                    throw failure;
                }
                return -1;
            }
            int most = heldAt > bytes.position() ? heldAt - bytes.position() : bytes.remaining();
            int count = Math.min(Math.min(most, bytes.remaining()), target.remaining());
            target.put(bytes.slice(bytes.position(), count));
            bytes.position(bytes.position() + count);
            return count;
        }

        @Override
        public int attempts() {
            return 1;
        }

        @Override
        public void reportCorrupt() {
            corrupt = true;
        }

        boolean isReportedCorrupt() {
            return corrupt;
        }

        boolean isClosed() {
            return closed;
        }

        @Override
        public void close() {
            closed = true;
        }
    }
}
