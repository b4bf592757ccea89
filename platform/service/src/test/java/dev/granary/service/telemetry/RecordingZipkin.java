package dev.granary.service.telemetry;

import com.sun.net.httpserver.HttpServer;
import io.quarkus.test.common.QuarkusTestResourceLifecycleManager;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.nio.charset.StandardCharsets;
import java.util.Map;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;

/** Takes spans as Zipkin does, or refuses them. */
public final class RecordingZipkin implements QuarkusTestResourceLifecycleManager {
    private static final BlockingQueue<String> BATCHES = new LinkedBlockingQueue<>(1000);
    private static volatile int status = 202;

    private final HttpServer server;

    public RecordingZipkin() {
        try {
            server = HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    @Override
    public Map<String, String> start() {
        server.createContext("/api/v2/spans", exchange -> {
            BATCHES.offer(new String(exchange.getRequestBody().readAllBytes(), StandardCharsets.UTF_8));
            exchange.sendResponseHeaders(status, -1);
            exchange.close();
        });
        server.start();
        return Map.of(
                "granary.traces",
                "zipkin",
                "granary.zipkin.endpoint",
                "http://127.0.0.1:" + server.getAddress().getPort() + "/api/v2/spans");
    }

    @Override
    public void stop() {
        server.stop(0);
    }

    /** How the next batches are answered. */
    public static void answerWith(int newStatus) {
        status = newStatus;
    }

    /** Waits until a batch of spans comes that holds {@code text}, at most ten seconds. */
    public static String awaitBatchWith(String text) throws InterruptedException {
        long end = System.nanoTime() + TimeUnit.SECONDS.toNanos(10);
        while (System.nanoTime() < end) {
            String batch = BATCHES.poll(100, TimeUnit.MILLISECONDS);
            if (batch != null && batch.contains(text)) {
                return batch;
            }
        }
        throw new AssertionError("no span with " + text + " within ten seconds");
    }
}
