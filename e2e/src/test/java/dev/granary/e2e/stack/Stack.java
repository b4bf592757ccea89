package dev.granary.e2e.stack;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import dev.granary.e2e.process.CommandLine;
import dev.granary.e2e.process.Finished;
import dev.granary.e2e.process.Poll;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.URI;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;

/** One mirror with everything it needs, run by {@code ./granary} in a data folder of its own. */
public final class Stack implements AutoCloseable {
    private static final ObjectMapper JSON = new ObjectMapper();
    private static final Duration START_LIMIT = Duration.ofMinutes(4);

    private final Path data;
    private final int port;
    private final JsonNode endpoints;

    private Stack(Path data, int port, JsonNode endpoints) {
        this.data = data;
        this.port = port;
        this.endpoints = endpoints;
    }

    /** Starts a mirror in {@code data} with {@code settings} as its granary.toml and {@code flags} for {@code up}. */
    public static Stack start(Path data, String settings, String... flags) {
        return start(data, settings, Map.of(), flags);
    }

    /** The same with more in its environment. */
    public static Stack start(Path data, String settings, Map<String, String> environment, String... flags) {
        try {
            Files.createDirectories(data);
            Files.writeString(data.resolve("granary.toml"), settings);
            int port = freePort();
            up(data, port, environment, flags).requireSuccess();
            return new Stack(
                    data, port, JSON.readTree(data.resolve("endpoints.json").toFile()));
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /** Tries to start a mirror in {@code data}, which is expected to be refused. */
    public static Finished tryStart(Path data, String... flags) throws IOException {
        return up(data, freePort(), Map.of(), flags);
    }

    /** Runs {@code ./granary up --detach}. */
    private static Finished up(Path data, int port, Map<String, String> environment, String... flags) {
        List<String> words = new ArrayList<>(List.of(
                "./granary",
                "up",
                "--data",
                data.toString(),
                "--port",
                Integer.toString(port),
                "--site",
                "e2e",
                "--detach"));
        words.addAll(List.of(flags));
        return granary(words).with(environment).within(START_LIMIT).run();
    }

    /** Where clients send their requests, without a final slash. */
    public URI gateway() {
        return endpoint("gateway");
    }

    /** The base URL of {@code name} in {@code endpoints.json}, without a final slash. */
    public URI endpoint(String name) {
        String address = endpoints.path(name).asText();
        if (address.isEmpty()) {
            throw new AssertionError("no " + name + " in endpoints.json: " + endpoints);
        }
        return URI.create(address.endsWith("/") ? address.substring(0, address.length() - 1) : address);
    }

    /** What {@code ./granary status --json} says. */
    public JsonNode status() {
        // Not ready is an exit code of its own; the document stands there all the same.
        Finished status = granary(List.of("./granary", "status", "--json", "--data", data.toString()))
                .run();
        try {
            return JSON.readTree(
                    status.output().substring(Math.max(0, status.output().indexOf('{'))));
        } catch (IOException e) {
            throw new AssertionError(status.toString(), e);
        }
    }

    /** The status entry of one component. */
    public JsonNode component(String name) {
        for (JsonNode component : status().path("components")) {
            if (component.path("name").asText().equals(name)) {
                return component;
            }
        }
        throw new AssertionError("no component " + name + ": " + status());
    }

    /** {@code kill -9} of the component's process; returns the process id. */
    public long kill(String name) {
        long pid = component(name).path("pid").asLong();
        ProcessHandle process =
                ProcessHandle.of(pid).orElseThrow(() -> new AssertionError(name + " has no process " + pid));
        if (!process.destroyForcibly()) {
            throw new AssertionError("could not kill " + name + ", process " + pid);
        }
        process.onExit().join();
        return pid;
    }

    /** Stops the component's process in its tracks, as a machine without time for it does, until it is closed. */
    public Frozen freeze(String name) {
        long pid = component(name).path("pid").asLong();
        Frozen.signal(pid, "STOP");
        return new Frozen(pid);
    }

    /** A process that is there and does nothing. */
    public record Frozen(long pid) implements AutoCloseable {
        private static void signal(long pid, String signal) {
            CommandLine.neutral(Path.of("."), List.of("/bin/sh", "-c", "kill -s " + signal + " " + pid))
                    .run()
                    .requireSuccess();
        }

        @Override
        public void close() {
            signal(pid, "CONT");
        }
    }

    /** Waits until {@code name} is ready again with another process than {@code killed}. */
    public void awaitRestart(String name, long killed) {
        Poll.until(name + " is ready again", Duration.ofMinutes(2), () -> {
            JsonNode component = component(name);
            return component.path("pid").asLong() != killed
                    && component.path("state").asText().equals("ready");
        });
    }

    /** The folder that holds everything of this mirror. */
    public Path data() {
        return data;
    }

    @Override
    public void close() {
        granary(List.of("./granary", "down", "--data", data.toString())).run().requireSuccess();
    }

    @Override
    public String toString() {
        return "Stack[" + data + ", port " + port + "]";
    }

    private static CommandLine granary(List<String> words) {
        Path root = Path.of(System.getProperty("granary.root", ".."));
        // The build that runs this test has made everything already.
        return CommandLine.neutral(root, words)
                .with(Map.of("JAVA_HOME", System.getProperty("java.home"), "GRANARY_NO_BUILD", "1"));
    }

    private static int freePort() throws IOException {
        try (ServerSocket probe = new ServerSocket(0, 1, InetAddress.getByAddress(new byte[] {127, 0, 0, 1}))) {
            return probe.getLocalPort();
        }
    }
}
