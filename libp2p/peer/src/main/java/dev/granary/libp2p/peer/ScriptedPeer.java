package dev.granary.libp2p.peer;

import dev.granary.libp2p.host.Connection;
import dev.granary.libp2p.identify.Identified;
import dev.granary.libp2p.multiformats.Multiaddr;
import dev.granary.libp2p.multiformats.PeerId;
import dev.granary.libp2p.peer.line.Operation;
import dev.granary.libp2p.peer.line.Refusal;
import dev.granary.libp2p.peer.line.Request;
import dev.granary.libp2p.peer.traffic.Abort;
import dev.granary.libp2p.peer.traffic.Echo;
import dev.granary.libp2p.peer.traffic.Perf;
import java.lang.management.ManagementFactory;
import java.time.Duration;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.stream.Collectors;

/** Does what requests ask for. May be used from any thread. */
final class ScriptedPeer {
    private static final long MOST_BYTES = 1L << 40;
    private static final int MOST = 100_000;
    private static final long NANOS = 1000;

    private final Echo echo = new Echo();
    private final RunningHosts hosts = new RunningHosts(echo);

    Map<String, Operation> operations() {
        Map<String, Operation> all = new LinkedHashMap<>(ofConnections());
        all.putAll(new TopicOperations(hosts).all());
        all.putAll(new DhtOperations(hosts).all());
        return all;
    }

    private Map<String, Operation> ofConnections() {
        return Map.ofEntries(
                Map.entry("start", this::start),
                Map.entry("dial", this::dial),
                Map.entry("hangup", this::hangUp),
                Map.entry("ping", this::ping),
                Map.entry("identify", this::identify),
                Map.entry("echo", this::echo),
                Map.entry("perf", this::perf),
                Map.entry("reset", this::reset),
                Map.entry("peers", this::peers),
                Map.entry("stats", this::stats),
                Map.entry("handshakes", this::handshakes),
                Map.entry("crowd", this::crowd),
                Map.entry("stop", this::stop));
    }

    private Map<String, ?> start(Request request) throws Refusal, InterruptedException {
        RunningHost started = hosts.start(HostSetup.of(request));
        return Map.of(
                "peer", started.host().peerId().toString(),
                "addresses", started.addresses(),
                "agent", RunningHost.AGENT);
    }

    private Map<String, ?> dial(Request request) throws Refusal, InterruptedException {
        RunningHost host = hosts.main();
        Multiaddr address = address(request);
        long start = System.nanoTime();
        Connection connection = Waiting.on(host.host().connect(address));
        return Map.of(
                "peer", connection.remotePeer().toString(),
                "security", connection.security(),
                "muxer", connection.muxer(),
                "micros", (System.nanoTime() - start) / NANOS);
    }

    private Map<String, ?> hangUp(Request request) throws Refusal, InterruptedException {
        List<Connection> all =
                hosts.main().host().connections(connection(request).remotePeer());
        for (Connection each : all) {
            Waiting.on(each.close());
        }
        return Map.of("closed", all.size());
    }

    private Map<String, ?> ping(Request request) throws Refusal, InterruptedException {
        Connection connection = connection(request);
        List<Long> micros = new ArrayList<>();
        for (long left = request.number("count", 1, MOST); left > 0; left--) {
            Duration roundTrip = Waiting.on(hosts.main().ping().ping(connection));
            micros.add(roundTrip.toNanos() / NANOS);
        }
        return Map.of("micros", micros);
    }

    private Map<String, ?> identify(Request request) throws Refusal, InterruptedException {
        Identified told = Waiting.on(hosts.main().identify().ask(connection(request)));
        Map<String, Object> fields = new LinkedHashMap<>();
        fields.put("agent", told.agentVersion());
        fields.put("protocolVersion", told.protocolVersion());
        fields.put("protocols", told.protocols());
        fields.put("addresses", texts(told.listenAddresses()));
        told.observedAddress().ifPresent(address -> fields.put("observed", address.toString()));
        return fields;
    }

    private Map<String, ?> echo(Request request) throws Refusal, InterruptedException {
        Connection connection = connection(request);
        long bytes = request.number("bytes", 0, MOST_BYTES);
        int streams = (int) request.number("streams", 1, MOST);
        int rounds = (int) request.number("rounds", 1, MOST);
        Timing timing = Timing.of(rounds, () -> {
            List<CompletableFuture<Long>> all = new ArrayList<>();
            for (int i = 0; i < streams; i++) {
                all.add(Echo.send(connection, bytes));
            }
            for (CompletableFuture<Long> each : all) {
                Waiting.on(each);
            }
        });
        Map<String, Object> fields = new LinkedHashMap<>(timing.fields());
        fields.put("bytes", bytes * streams * rounds);
        return fields;
    }

    private Map<String, ?> perf(Request request) throws Refusal, InterruptedException {
        long upload = request.number("upload", 0, MOST_BYTES);
        long download = request.number("download", 0, MOST_BYTES);
        Perf.Times times = Waiting.on(Perf.run(connection(request), upload, download));
        return Map.of(
                "uploadMicros", times.upload().toNanos() / NANOS,
                "downloadMicros", times.download().toNanos() / NANOS);
    }

    private Map<String, ?> reset(Request request) throws Refusal, InterruptedException {
        Connection connection = connection(request);
        return switch (request.text("by")) {
            case "us" -> Map.of("seen", Waiting.on(Abort.byUs(connection)));
            case "remote" -> Map.of("seen", Waiting.on(Abort.byRemote(connection)));
            default -> throw Refusal.badRequest("by is us or remote.");
        };
    }

    private Map<String, ?> peers(Request request) throws Refusal {
        Map<PeerId, List<Connection>> all =
                hosts.main().host().connections().stream().collect(Collectors.groupingBy(Connection::remotePeer));
        List<Map<String, ?>> peers = new ArrayList<>();
        all.forEach((peer, connections) -> peers.add(Map.of(
                "peer",
                peer.toString(),
                "connections",
                connections.stream().map(ScriptedPeer::described).toList())));
        List<Map<String, ?>> discovered = new ArrayList<>();
        hosts.main()
                .discovered()
                .forEach((peer, addresses) ->
                        discovered.add(Map.of("peer", peer.toString(), "addresses", texts(addresses))));
        return Map.of("peers", peers, "discovered", discovered);
    }

    private static Map<String, ?> described(Connection connection) {
        return Map.of(
                "address", connection.remoteAddress().toString(),
                "direction", connection.dialled() ? "outbound" : "inbound",
                "security", connection.security(),
                "muxer", connection.muxer(),
                "streams", connection.openStreams());
    }

    private Map<String, ?> stats(Request request) throws Refusal, InterruptedException {
        List<Connection> connections = hosts.main().host().connections();
        System.gc();
        Map<String, Object> fields = new LinkedHashMap<>();
        fields.put("echoes", echo.completed());
        fields.put("resets", echo.aborted());
        fields.put("connections", connections.size());
        fields.put(
                "streams",
                connections.stream().mapToInt(Connection::openStreams).sum());
        fields.put(
                "heapBytes",
                ManagementFactory.getMemoryMXBean().getHeapMemoryUsage().getUsed());
        if (hosts.main().dht().isPresent()) {
            fields.put("dhtPeers", hosts.main().dht().get().peers());
        }
        return fields;
    }

    private Map<String, ?> handshakes(Request request) throws Refusal, InterruptedException {
        RunningHost host = hosts.main();
        Multiaddr address = address(request);
        int count = (int) request.number("count", 1, MOST);
        return Timing.of(count, () -> {
                    Connection connection = Waiting.on(host.host().connect(address));
                    // The dialler is the first to be done; an answer proves that both are.
                    Waiting.on(host.ping().ping(connection));
                    Waiting.on(connection.close());
                })
                .fields();
    }

    private Map<String, ?> crowd(Request request) throws Refusal, InterruptedException {
        Multiaddr address = address(request);
        long count = request.number("count", 1, MOST);
        for (long i = 0; i < count; i++) {
            Waiting.on(hosts.another().host().connect(address));
        }
        return Map.of("connections", count);
    }

    private Map<String, ?> stop(Request request) throws Refusal, InterruptedException {
        hosts.main();
        hosts.close();
        return Map.of();
    }

    private Connection connection(Request request) throws Refusal {
        PeerId peer;
        try {
            peer = PeerId.parse(request.text("peer"));
        } catch (IllegalArgumentException e) {
            throw Refusal.badRequest("peer: " + e.getMessage());
        }
        return hosts.main().host().connections(peer).stream()
                .filter(Connection::isOpen)
                .findFirst()
                .orElseThrow(() -> new Refusal("unknown_peer", "There is no connection to that peer."));
    }

    private Multiaddr address(Request request) throws Refusal {
        hosts.main();
        Multiaddr address = HostSetup.address(request.text("address"));
        if (address.peerId().isEmpty()) {
            throw Refusal.badRequest("address ends with /p2p/ and a peer id.");
        }
        return address;
    }

    static List<String> texts(List<Multiaddr> addresses) {
        return addresses.stream().map(Multiaddr::toString).toList();
    }

    /** Closes all hosts. */
    void end() throws InterruptedException {
        hosts.close();
    }
}
