package dev.granary.reputation.service;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import dev.granary.local.standalone.RealKafka;
import dev.granary.local.standalone.RealPostgres;
import java.io.IOException;
import java.net.ServerSocket;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.LockSupport;
import java.util.function.Supplier;

/** The packaged service as a process of its own, started as the local stack starts it. */
final class RunningService implements AutoCloseable {
    private static final Path JAR = Path.of("target", "quarkus-app", "quarkus-run.jar");
    private static final ObjectMapper JSON = new ObjectMapper();

    private final HttpClient client =
            HttpClient.newBuilder().connectTimeout(Duration.ofSeconds(2)).build();
    private final Path log;
    private final int port;
    private final Map<String, String> environment;
    private Process process;

    private RunningService(Path folder, int port, Map<String, String> environment) throws IOException {
        this.log = folder.resolve("reputation.log");
        this.port = port;
        this.environment = environment;
        this.process = launch();
    }

    /** Starts the service and returns once it is ready. */
    static RunningService start(Path folder, RealKafka kafka, RealPostgres postgres) throws IOException {
        int port = freePort();
        RunningService service = new RunningService(
                folder,
                port,
                Map.of(
                        "QUARKUS_HTTP_HOST", "127.0.0.1",
                        "QUARKUS_HTTP_PORT", Integer.toString(port),
                        "GRANARY_SITE", "local",
                        "GRANARY_DATA", folder.toString(),
                        "GRANARY_TRACES", "none",
                        "KAFKA_BOOTSTRAP_SERVERS", kafka.bootstrapServers(),
                        "GRANARY_POSTGRES_URL", postgres.address(),
                        "GRANARY_POSTGRES_USER", postgres.user(),
                        "GRANARY_POSTGRES_PASSWORD", postgres.password()));
        service.awaitReady();
        return service;
    }

    /** Ends it at once (SIGKILL) and starts it again. */
    void killAndRestart() throws IOException {
        process.destroyForcibly();
        awaitExit();
        process = launch();
        awaitReady();
    }

    HttpResponse<String> get(String path) throws IOException {
        try {
            return client.send(
                    HttpRequest.newBuilder(URI.create("http://127.0.0.1:" + port + path))
                            .timeout(Duration.ofSeconds(10))
                            .build(),
                    BodyHandlers.ofString());
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new IOException(e);
        }
    }

    /** The answer's JSON, or empty when it isn't 200. */
    Optional<JsonNode> json(String path) {
        try {
            HttpResponse<String> answer = get(path);
            return answer.statusCode() == 200 ? Optional.of(JSON.readTree(answer.body())) : Optional.empty();
        } catch (IOException e) {
            return Optional.empty();
        }
    }

    /** Looks again and again until there is something. */
    static <T> T eventually(Duration patience, Supplier<Optional<T>> look) {
        long end = System.nanoTime() + patience.toNanos();
        while (System.nanoTime() < end) {
            Optional<T> found = look.get();
            if (found.isPresent()) {
                return found.get();
            }
            LockSupport.parkNanos(Duration.ofMillis(100).toNanos());
        }
        throw new AssertionError("not within " + patience);
    }

    private void awaitReady() {
        eventually(Duration.ofSeconds(60), () -> {
            if (!process.isAlive()) {
                throw new AssertionError("the service has ended, see " + log);
            }
            return json("/q/health/ready");
        });
    }

    private Process launch() throws IOException {
        ProcessBuilder builder = new ProcessBuilder(
                Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                "-Xmx128m",
                "-XX:+UseSerialGC",
                "-XX:TieredStopAtLevel=1",
                "-jar",
                JAR.toAbsolutePath().toString());
        builder.environment().putAll(environment);
        builder.redirectErrorStream(true);
        builder.redirectOutput(ProcessBuilder.Redirect.appendTo(log.toFile()));
        return builder.start();
    }

    private void awaitExit() {
        try {
            process.waitFor(20, TimeUnit.SECONDS);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }

    private static int freePort() throws IOException {
        try (ServerSocket socket = new ServerSocket(0)) {
            return socket.getLocalPort();
        }
    }

    @Override
    public void close() {
        process.destroy();
        awaitExit();
        process.destroyForcibly();
    }
}
