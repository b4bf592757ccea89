package dev.granary.libp2p.peer;

import dev.granary.libp2p.multiformats.PeerId;
import dev.granary.libp2p.peer.line.Operation;
import dev.granary.libp2p.peer.line.Refusal;
import dev.granary.libp2p.peer.line.Request;
import java.util.Map;

/** What requests ask of the DHT. May be used from any thread. */
final class DhtOperations {
    private static final int MOST = 1000;
    private static final int USUAL = 20;

    private final RunningHosts hosts;

    DhtOperations(RunningHosts hosts) {
        this.hosts = hosts;
    }

    Map<String, Operation> all() {
        return Map.of(
                "provide", this::provide,
                "find", this::find,
                "put", this::put,
                "get", this::value,
                "findpeer", this::findPeer);
    }

    private Dht dht() throws Refusal {
        return hosts.main().dht().orElseThrow(() -> new Refusal("not_supported", "This peer was started without dht."));
    }

    private static byte[] digest(Request request) throws Refusal {
        return request.key("key").orElseThrow(() -> Refusal.badRequest("key is missing."));
    }

    private Map<String, ?> provide(Request request) throws Refusal, InterruptedException {
        dht().provide(digest(request));
        return Map.of();
    }

    private Map<String, ?> find(Request request) throws Refusal, InterruptedException {
        int count = (int) request.number("count", USUAL, MOST);
        return Map.of("providers", dht().providers(digest(request), count));
    }

    private Map<String, ?> put(Request request) throws Refusal, InterruptedException {
        dht().put(request.text("key"), request.bytes("value"));
        return Map.of();
    }

    private Map<String, ?> value(Request request) throws Refusal, InterruptedException {
        return Map.of("value", dht().value(request.text("key")));
    }

    private Map<String, ?> findPeer(Request request) throws Refusal, InterruptedException {
        try {
            return Map.of("addresses", dht().addressesOf(PeerId.parse(request.text("target"))));
        } catch (IllegalArgumentException e) {
            throw Refusal.badRequest("target: " + e.getMessage());
        }
    }
}
