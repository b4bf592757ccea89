package dev.granary.fetchverify.upstream;

import dev.granary.fetchverify.source.Origin;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.function.Function;

/** One gate a host. Only hosts on the allow list are ever asked for, which bounds their number. */
final class Gates {
    private final Function<Origin, HostGate> factory;
    private final Map<Origin, HostGate> gates = new ConcurrentHashMap<>();

    Gates(Function<Origin, HostGate> factory) {
        this.factory = factory;
    }

    HostGate of(Origin host) {
        return gates.computeIfAbsent(host, factory);
    }
}
