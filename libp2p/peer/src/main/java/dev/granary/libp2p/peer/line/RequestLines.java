package dev.granary.libp2p.peer.line;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.IOException;
import java.io.InputStream;
import java.io.PrintStream;
import java.time.Duration;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.Semaphore;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;

/**
 * Reads requests, runs them at the same time, and writes one answer for each. {@code start} and {@code stop} run alone: after
 * all that came before them was answered, and before anything else is begun.
 */
public final class RequestLines {
    static final int MAX_LINE = 65_536;
    private static final int MAX_RUNNING = 64;
    private static final int MAX_DETAIL = 500;
    private static final long MAX_ID = (1L << 53) - 1;
    private static final String STOP = "stop";
    private static final Set<String> ALONE = Set.of("start", STOP);
    private static final ObjectMapper JSON = new ObjectMapper();

    private final Map<String, Operation> operations;
    private final PrintStream output;
    private final Semaphore places = new Semaphore(MAX_RUNNING);
    private final CountDownLatch stopped = new CountDownLatch(1);

    public RequestLines(Map<String, Operation> operations, PrintStream output) {
        this.operations = Map.copyOf(operations);
        this.output = output;
    }

    /** Returns once {@code stop} was done, or at the end of {@code input} once all requests were answered. */
    public void serve(InputStream input) throws InterruptedException {
        Thread.ofVirtual().name("requests").start(() -> readAll(input));
        stopped.await();
    }

    private void readAll(InputStream input) {
        try {
            LineReader lines = new LineReader(input, MAX_LINE);
            for (Optional<LineReader.Line> line = lines.next(); line.isPresent(); line = lines.next()) {
                onLine(line.get());
            }
        } catch (IOException | InterruptedException e) {
            // Nobody is there to ask any more: the same as the end.
        }
        places.acquireUninterruptibly(MAX_RUNNING);
        stopped.countDown();
    }

    private void onLine(LineReader.Line line) throws InterruptedException {
        switch (line) {
            case LineReader.Line.TooLong() ->
                refuse(null, new Refusal("too_long", "A line may have " + MAX_LINE + " bytes."));
            case LineReader.Line.Text(String text) when text.isBlank() -> {}
            case LineReader.Line.Text(String text) -> onText(text);
        }
    }

    private void onText(String text) throws InterruptedException {
        JsonNode fields;
        try {
            fields = JSON.readTree(text);
        } catch (JsonProcessingException e) {
            refuse(null, Refusal.badRequest("The line is not JSON."));
            return;
        }
        JsonNode id = fields.path("id");
        if (!id.isIntegralNumber() || !id.canConvertToLong() || id.longValue() < 0 || id.longValue() > MAX_ID) {
            refuse(null, Refusal.badRequest("A request is an object with a whole number as id."));
            return;
        }
        if (!fields.path("op").isTextual()) {
            refuse(id.longValue(), Refusal.badRequest("A request names its op."));
            return;
        }
        onRequest(new Request(id.longValue(), fields.path("op").textValue(), fields));
    }

    private void onRequest(Request request) throws InterruptedException {
        Operation operation = operations.get(request.op());
        if (operation == null) {
            refuse(request.id(), new Refusal("unknown_op", "There is no op \"" + request.op() + "\"."));
        } else if (ALONE.contains(request.op())) {
            places.acquire(MAX_RUNNING);
            places.release(MAX_RUNNING - 1);
            begin(request, operation).join();
        } else if (!places.tryAcquire()) {
            refuse(request.id(), new Refusal("busy", "At most " + MAX_RUNNING + " requests run at once."));
        } else {
            begin(request, operation);
        }
    }

    private Thread begin(Request request, Operation operation) {
        return Thread.ofVirtual().name("request-" + request.id()).start(() -> run(request, operation));
    }

    private void run(Request request, Operation operation) {
        Thread worker = Thread.currentThread();
        CountDownLatch done = new CountDownLatch(1);
        try {
            Duration timeout = request.timeout();
            Thread.ofVirtual().name("deadline-" + request.id()).start(() -> watch(timeout, done, worker));
            Map<String, ?> fields = operation.run(request);
            done.countDown();
            answer(request.id(), fields);
        } catch (Refusal e) {
            refuse(request.id(), e);
        } catch (InterruptedException e) {
            refuse(request.id(), new Refusal("timeout", "The time for the request is over."));
        } catch (RuntimeException e) {
            refuse(request.id(), new Refusal("internal", e.toString()));
        } finally {
            done.countDown();
            places.release();
        }
        if (request.op().equals(STOP)) {
            stopped.countDown();
        }
    }

    private static void watch(Duration timeout, CountDownLatch done, Thread worker) {
        try {
            if (!done.await(timeout.toMillis(), TimeUnit.MILLISECONDS)) {
                worker.interrupt();
            }
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }

    private void answer(long id, Map<String, ?> fields) {
        Map<String, Object> answer = new LinkedHashMap<>();
        answer.put("id", id);
        answer.put("ok", true);
        answer.putAll(fields);
        write(answer);
    }

    private void refuse(@Nullable Long id, Refusal refusal) {
        String detail = String.valueOf(refusal.getMessage());
        Map<String, String> error = new LinkedHashMap<>();
        error.put("code", refusal.code());
        error.put("detail", detail.substring(0, Math.min(MAX_DETAIL, detail.length())));
        Map<String, @Nullable Object> answer = new LinkedHashMap<>();
        answer.put("id", id);
        answer.put("ok", false);
        answer.put("error", error);
        write(answer);
    }

    private synchronized void write(Map<String, ? extends @Nullable Object> answer) {
        try {
            output.println(JSON.writeValueAsString(answer));
            output.flush();
        } catch (JsonProcessingException e) {
            throw new IllegalStateException("an answer that is no JSON", e);
        }
    }
}
