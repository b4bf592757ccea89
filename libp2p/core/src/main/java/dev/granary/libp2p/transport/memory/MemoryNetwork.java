package dev.granary.libp2p.transport.memory;

import dev.granary.libp2p.multiformats.Multiaddr;
import dev.granary.libp2p.multiformats.Protocol;
import dev.granary.libp2p.stream.memory.MemoryLink;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.atomic.AtomicLong;

/** What the transports of one network share: who listens where. */
public final class MemoryNetwork {
    /** Numbers above those that programs choose: for ports that are left open, and for the near ends of dials. */
    private static final long FIRST_EPHEMERAL = 1L << 32;

    private final MemoryLink link;
    private final Map<Multiaddr, MemoryListener> listeners = new ConcurrentHashMap<>();
    private final AtomicLong ephemeral = new AtomicLong(FIRST_EPHEMERAL);

    /** @param link how its connections treat what passes */
    public MemoryNetwork(MemoryLink link) {
        this.link = link;
    }

    MemoryLink link() {
        return link;
    }

    Multiaddr ephemeralAddress() {
        return Multiaddr.parse("/memory/" + ephemeral.getAndIncrement());
    }

    /** The address to listen at when {@code wanted} was asked for; 0 is any. */
    Multiaddr listenAddress(Multiaddr wanted) {
        return wanted.value(Protocol.MEMORY).equals(Optional.of("0")) ? ephemeralAddress() : wanted;
    }

    boolean add(MemoryListener listener) {
        return listeners.putIfAbsent(listener.address(), listener) == null;
    }

    void remove(MemoryListener listener) {
        listeners.remove(listener.address(), listener);
    }

    Optional<MemoryListener> find(Multiaddr address) {
        return Optional.ofNullable(listeners.get(address));
    }
}
