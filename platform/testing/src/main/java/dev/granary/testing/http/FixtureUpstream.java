package dev.granary.testing.http;

import dev.granary.testing.Gate;
import java.io.IOException;
import java.net.Socket;
import java.net.URI;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.atomic.AtomicInteger;

/**
 * An upstream on loopback that serves a tree held in memory and lies on demand.
 *
 * <p>It speaks HTTP/1.1 with keep-alive, ETag and Last-Modified validators, ranges, and gzip for JSON. Paths are given
 * decoded; in patterns {@code *} stands for any characters. All methods may be called from any thread, also while
 * requests are being answered: a request sees the rules that stood when it came in.
 */
public final class FixtureUpstream implements AutoCloseable {
    private final Map<String, Resource> tree = new ConcurrentHashMap<>();
    private final List<Rule> rules = new CopyOnWriteArrayList<>();
    private final RequestLog log = new RequestLog();
    private final Gate ended = Gate.closed();
    private final LoopbackListener listener;

    private record Rule(PathPattern pattern, Fault fault, AtomicInteger left) {
        boolean takes(String path) {
            return pattern.matches(path) && left.getAndUpdate(count -> Math.max(0, count - 1)) > 0;
        }
    }

    private FixtureUpstream() {
        this.listener = LoopbackListener.start(this::converse);
    }

    /** Starts an empty one on a free port. */
    public static FixtureUpstream start() {
        return new FixtureUpstream();
    }

    /** Where it listens, as in {@code http://127.0.0.1:49152/}: with the final slash. */
    public URI baseUrl() {
        return URI.create("http://127.0.0.1:" + listener.port() + "/");
    }

    public int port() {
        return listener.port();
    }

    /** Puts {@code file} at {@code path}, in the place of what lay there. */
    public void put(String path, FixtureFile file) {
        put(path, (Resource) request -> file);
    }

    /** Puts something at {@code path} that chooses its answer by the request. */
    public void put(String path, Resource resource) {
        if (!path.startsWith("/")) {
            throw new IllegalArgumentException("a path starts with a slash: " + path);
        }
        tree.put(path, resource);
    }

    public void remove(String path) {
        tree.remove(path);
    }

    /** From now on every request for {@code pattern} suffers {@code fault}, until {@link #heal}. */
    public void fault(String pattern, Fault fault) {
        faultTimes(Integer.MAX_VALUE, pattern, fault);
    }

    /** The next {@code times} requests for {@code pattern} suffer {@code fault}. */
    public void faultTimes(int times, String pattern, Fault fault) {
        rules.add(new Rule(PathPattern.of(pattern), fault, new AtomicInteger(times)));
    }

    /** Takes back every fault given for exactly this pattern. */
    public void heal(String pattern) {
        rules.removeIf(rule -> rule.pattern().glob().equals(pattern));
    }

    /** Takes back every fault. */
    public void heal() {
        rules.clear();
    }

    /** How many requests came for {@code pattern}, whatever their answer. */
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

    /** Stops listening and cuts every connection; the port is refused until {@link #revive}. */
    public void die() {
        listener.die();
    }

    /** Listens on the same port again. */
    public void revive() {
        listener.revive();
    }

    /** Cuts the connections that are open now and goes on listening. */
    public void cutConnections() {
        listener.cutConnections();
    }

    @Override
    public void close() {
        ended.open();
        listener.close();
    }

    private void converse(Socket connection) throws IOException, InterruptedException {
        RequestReader reader = new RequestReader(connection.getInputStream());
        AnswerWriter writer = new AnswerWriter(connection.getOutputStream(), ended);
        boolean goesOn = true;
        while (goesOn) {
            Optional<ReceivedRequest> request = reader.next();
            goesOn = request.isPresent() && answer(request.get(), writer);
        }
    }

    private boolean answer(ReceivedRequest request, AnswerWriter writer) throws IOException, InterruptedException {
        log.add(request);
        FaultPlan plan = planFor(request.path());
        Answer answer = plan.replacement().orElseGet(() -> honest(request, plan));
        plan.spoil(answer);
        return writer.write(answer, request.method().equals("HEAD")) && !request.wantsClose();
    }

    private FaultPlan planFor(String path) {
        List<Fault> faults = new ArrayList<>();
        for (Rule rule : rules) {
            if (rule.takes(path)) {
                faults.add(rule.fault());
            }
        }
        return new FaultPlan(faults);
    }

    private Answer honest(ReceivedRequest request, FaultPlan plan) {
        Resource resource = tree.get(request.path());
        if (resource == null) {
            return Answer.problem(404, "not_found");
        }
        return Conditions.answer(request, plan.bend(resource.fileFor(request)), plan);
    }
}
