package dev.granary.libp2p.interop.process;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.io.BufferedReader;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.io.Writer;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.atomic.AtomicLong;

/** One running peer program. May be asked from any thread, several things at once. */
public final class PeerProcess implements AutoCloseable {
    private static final Duration STOP = Duration.ofSeconds(5);
    private static final ObjectMapper JSON = new ObjectMapper();
    private static final AtomicInteger STARTED = new AtomicInteger();

    private final String name;
    private final Process process;
    private final Writer requests;
    private final AtomicLong ids = new AtomicLong();
    private final Map<Long, CompletableFuture<JsonNode>> waiting = new ConcurrentHashMap<>();
    private final CompletableFuture<JsonNode> nameless = new CompletableFuture<>();

    private PeerProcess(String name, Process process) {
        this.name = name;
        this.process = process;
        this.requests = process.outputWriter();
    }

    /** Starts {@code program}; its host runs only after it is asked to {@code start}. */
    public static PeerProcess start(PeerProgram program) {
        return start(program, List.of());
    }

    /** The same, with {@code prefix} before the program's own command line. */
    static PeerProcess start(PeerProgram program, List<String> prefix) {
        PeerProgram.Command command = program.require();
        List<String> line = new ArrayList<>(prefix);
        line.addAll(command.line());
        String name = program.name().toLowerCase(Locale.ROOT) + "-" + STARTED.incrementAndGet();
        Path log = PeerBuilds.log(name);
        try {
            Files.createDirectories(log.getParent());
            Process process = new ProcessBuilder(line)
                    .directory(command.folder().toFile())
                    .redirectError(log.toFile())
                    .start();
            PeerProcess peer = new PeerProcess(name, process);
            Thread.ofVirtual().name(name).start(peer::readAnswers);
            return peer;
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /** Sends a request, and waits for its answer no longer than {@code atMost}. */
    public Answer ask(String op, Map<String, ?> fields, Duration atMost) {
        long id = ids.incrementAndGet();
        ObjectNode request = JSON.valueToTree(fields);
        request.put("id", id).put("op", op).put("timeoutMillis", atMost.toMillis());
        CompletableFuture<JsonNode> answer = new CompletableFuture<>();
        waiting.put(id, answer);
        send(request.toString());
        try {
            // A little more, so that the peer's own word on being late comes first.
            return Answer.of(await(answer, atMost.plusSeconds(5), op));
        } finally {
            waiting.remove(id);
        }
    }

    /** Writes {@code line} as it is, and returns the next answer that names no request. */
    public Answer say(String line, Duration atMost) {
        send(line);
        return Answer.of(await(nameless, atMost, "a line without an id"));
    }

    private synchronized void send(String line) {
        try {
            requests.write(line + "\n");
            requests.flush();
        } catch (IOException e) {
            throw new AssertionError(name + " does not take requests any more, see " + PeerBuilds.log(name), e);
        }
    }

    private JsonNode await(CompletableFuture<JsonNode> answer, Duration atMost, String what) {
        try {
            return answer.get(atMost.toMillis(), TimeUnit.MILLISECONDS);
        } catch (TimeoutException e) {
            throw new AssertionError(name + " did not answer " + what + " within " + atMost, e);
        } catch (ExecutionException e) {
            throw new AssertionError(name + " ended before it answered " + what + ", see " + PeerBuilds.log(name), e);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new AssertionError("interrupted", e);
        }
    }

    private void readAnswers() {
        IOException reason = new IOException("end of output");
        try (BufferedReader answers = process.inputReader()) {
            for (String line = answers.readLine(); line != null; line = answers.readLine()) {
                JsonNode answer = JSON.readTree(line);
                CompletableFuture<JsonNode> asked = answer.path("id").isNull()
                        ? nameless
                        : waiting.get(answer.path("id").asLong());
                if (asked != null) {
                    asked.complete(answer);
                }
            }
        } catch (IOException e) {
            reason = e;
        }
        nameless.completeExceptionally(reason);
        for (CompletableFuture<JsonNode> each : waiting.values()) {
            each.completeExceptionally(reason);
        }
    }

    /** Whether the process still runs. */
    public boolean isAlive() {
        return process.isAlive();
    }

    /** Kills the process as a power cut would. */
    public void kill() {
        process.destroyForcibly();
    }

    /** Waits for the process to end by itself, and returns its exit code. */
    public int exitCode(Duration atMost) {
        try {
            if (process.waitFor(atMost.toMillis(), TimeUnit.MILLISECONDS)) {
                return process.exitValue();
            }
            throw new AssertionError(name + " still runs after " + atMost);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new AssertionError("interrupted", e);
        }
    }

    /** Ends its input, upon which it should end. */
    public void endInput() {
        try {
            requests.close();
        } catch (IOException e) {
            // It has ended already, which is all that is wanted.
            process.destroyForcibly();
        }
    }

    /** Ends the process, with force where it does not end at the end of its input. */
    @Override
    public void close() {
        endInput();
        try {
            if (!process.waitFor(STOP.toMillis(), TimeUnit.MILLISECONDS)) {
                process.destroyForcibly();
            }
        } catch (InterruptedException e) {
            process.destroyForcibly();
            Thread.currentThread().interrupt();
        }
    }

    @Override
    public String toString() {
        return name;
    }
}
