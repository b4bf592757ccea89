package dev.granary.libp2p.host;

import dev.granary.libp2p.limits.ResourceScope;
import dev.granary.libp2p.limits.ScopeLimits;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/** The protocols that a host serves. Changed on the host's loop alone; read on every loop. */
final class Protocols {
    private final ScopeLimits limits;
    private volatile Map<String, Served> served = Map.of();
    private volatile List<String> names = List.of();

    /** @param limits of each protocol */
    Protocols(ScopeLimits limits) {
        this.limits = limits;
    }

    /** One protocol, and what all its streams use. */
    record Served(ProtocolHandler handler, ResourceScope scope) {}

    void put(String protocol, ProtocolHandler handler) {
        Served before = served.get(protocol);
        ResourceScope scope = before == null ? new ResourceScope("protocol " + protocol, limits) : before.scope();
        Map<String, Served> changed = new LinkedHashMap<>(served);
        changed.put(protocol, new Served(handler, scope));
        publish(changed);
    }

    void remove(String protocol) {
        Map<String, Served> changed = new LinkedHashMap<>(served);
        changed.remove(protocol);
        publish(changed);
    }

    private void publish(Map<String, Served> changed) {
        served = Map.copyOf(changed);
        names = List.copyOf(changed.keySet());
    }

    Optional<Served> find(String protocol) {
        return Optional.ofNullable(served.get(protocol));
    }

    /** Their names, in order of registration. */
    List<String> names() {
        return names;
    }
}
