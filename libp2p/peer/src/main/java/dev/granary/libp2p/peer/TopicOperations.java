package dev.granary.libp2p.peer;

import dev.granary.libp2p.peer.line.Operation;
import dev.granary.libp2p.peer.line.Refusal;
import dev.granary.libp2p.peer.line.Request;
import java.util.Map;

/** What requests ask of pubsub. May be used from any thread. */
final class TopicOperations {
    private final RunningHosts hosts;

    TopicOperations(RunningHosts hosts) {
        this.hosts = hosts;
    }

    Map<String, Operation> all() {
        return Map.of("sub", this::subscribe, "pub", this::publish, "topic", this::topic);
    }

    private Topics topics() throws Refusal {
        return hosts.main()
                .topics()
                .orElseThrow(() -> new Refusal("not_supported", "This peer was started without pubsub."));
    }

    private Map<String, ?> subscribe(Request request) throws Refusal, InterruptedException {
        topics().subscribe(request.text("topic"));
        return Map.of();
    }

    private Map<String, ?> publish(Request request) throws Refusal, InterruptedException {
        topics().publish(request.text("topic"), request.bytes("data"));
        return Map.of();
    }

    private Map<String, ?> topic(Request request) throws Refusal, InterruptedException {
        return topics().state(request.text("topic"));
    }
}
