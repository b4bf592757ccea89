package dev.granary.libp2p.interop.process;

import com.fasterxml.jackson.databind.JsonNode;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HexFormat;
import java.util.List;
import java.util.Map;
import java.util.function.Predicate;

/** A peer that runs: a process whose host has started. */
public final class ScriptedPeer implements AutoCloseable {
    private static final Duration QUICK = Duration.ofSeconds(30);
    private static final Duration LONG = Duration.ofMinutes(3);

    private final PeerProgram program;
    private final PeerProcess process;
    private final String id;
    private final List<String> addresses;

    private ScriptedPeer(PeerProgram program, PeerProcess process, JsonNode started) {
        this.program = program;
        this.process = process;
        this.id = started.path("peer").asText();
        this.addresses = texts(started.path("addresses"));
    }

    /** Starts {@code program} as {@code setup} says. */
    public static ScriptedPeer start(PeerProgram program, Setup setup) {
        return started(program, PeerProcess.start(program), setup);
    }

    /** The same in a network of its own. */
    public static ScriptedPeer start(PeerProgram program, Setup setup, Namespace network) {
        return started(program, PeerProcess.start(program, network.prefix()), setup);
    }

    private static ScriptedPeer started(PeerProgram program, PeerProcess process, Setup setup) {
        try {
            return new ScriptedPeer(
                    program,
                    process,
                    process.ask("start", setup.fields(), QUICK).fields());
        } catch (Throwable e) {
            process.close();
            throw e;
        }
    }

    public PeerProgram program() {
        return program;
    }

    public String id() {
        return id;
    }

    /** Where it listens, its id at the end. */
    public List<String> addresses() {
        return addresses;
    }

    /** The one address that it listens at. */
    public String address() {
        if (addresses.size() != 1) {
            throw new AssertionError(process + " listens at " + addresses);
        }
        return addresses.getFirst();
    }

    /** The process behind it. */
    public PeerProcess process() {
        return process;
    }

    public Answer dial(ScriptedPeer other) {
        return process.ask("dial", Map.of("address", other.address()), QUICK);
    }

    public Answer dial(String address) {
        return process.ask("dial", Map.of("address", address), QUICK);
    }

    public Answer hangUp(ScriptedPeer other) {
        return process.ask("hangup", Map.of("peer", other.id), QUICK);
    }

    public Answer ping(ScriptedPeer other, int count) {
        return process.ask("ping", Map.of("peer", other.id, "count", count), QUICK);
    }

    public Answer identify(ScriptedPeer other) {
        return process.ask("identify", Map.of("peer", other.id), QUICK);
    }

    public Answer echo(ScriptedPeer other, long bytes, int streams) {
        return process.ask("echo", Map.of("peer", other.id, "bytes", bytes, "streams", streams), LONG);
    }

    public Answer perf(ScriptedPeer other, long upload, long download) {
        return process.ask("perf", Map.of("peer", other.id, "upload", upload, "download", download), LONG);
    }

    /** @param by {@code us} or {@code remote} */
    public Answer reset(ScriptedPeer other, String by) {
        return process.ask("reset", Map.of("peer", other.id, "by", by), QUICK);
    }

    public Answer handshakes(ScriptedPeer other, int count) {
        return process.ask("handshakes", Map.of("address", other.address(), "count", count), LONG);
    }

    public Answer crowd(ScriptedPeer other, int count) {
        return process.ask("crowd", Map.of("address", other.address(), "count", count), LONG);
    }

    /** Tells the DHT that it has what {@code digest}, 64 hex digits, names. */
    public Answer provide(String digest) {
        return process.ask("provide", Map.of("key", digest), LONG);
    }

    public Answer find(String digest, int count) {
        return process.ask("find", Map.of("key", digest, "count", count), LONG);
    }

    public Answer put(String key, String value) {
        return process.ask("put", Map.of("key", key, "value", value), LONG);
    }

    public Answer value(String key) {
        return process.ask("get", Map.of("key", key), LONG);
    }

    public Answer findPeer(ScriptedPeer wanted) {
        return process.ask("findpeer", Map.of("target", wanted.id), LONG);
    }

    public void subscribe(String topic) {
        process.ask("sub", Map.of("topic", topic), QUICK).fields();
    }

    public void publish(String topic, byte[] data) {
        process.ask("pub", Map.of("topic", topic, "data", HexFormat.of().formatHex(data)), QUICK)
                .fields();
    }

    /** What it knows of a topic: {@code peers}, {@code mesh}, {@code messages}. */
    public JsonNode topic(String topic) {
        return process.ask("topic", Map.of("topic", topic), QUICK).fields();
    }

    public JsonNode stats() {
        return process.ask("stats", Map.of(), QUICK).fields();
    }

    public JsonNode peers() {
        return process.ask("peers", Map.of(), QUICK).fields();
    }

    public boolean isConnectedTo(ScriptedPeer other) {
        for (JsonNode each : peers().path("peers")) {
            if (each.path("peer").asText().equals(other.id)) {
                return true;
            }
        }
        return false;
    }

    /** Waits until {@code condition} holds of what {@link #stats()} tells. */
    public void awaitStats(String what, Predicate<JsonNode> condition) {
        Deadline.of(QUICK).await(() -> condition.test(stats()), () -> process + ": " + what + ", has " + stats());
    }

    /** The strings of a list in an answer. */
    public static List<String> texts(JsonNode list) {
        List<String> texts = new ArrayList<>();
        list.forEach(each -> texts.add(each.asText()));
        return texts;
    }

    @Override
    public void close() {
        process.close();
    }

    @Override
    public String toString() {
        return process.toString();
    }
}
