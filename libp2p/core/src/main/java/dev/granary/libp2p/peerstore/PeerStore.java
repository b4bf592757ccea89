package dev.granary.libp2p.peerstore;

import dev.granary.libp2p.identity.PublicKey;
import dev.granary.libp2p.multiformats.Multiaddr;
import dev.granary.libp2p.multiformats.PeerId;
import java.time.Duration;
import java.time.Instant;
import java.util.Collection;
import java.util.HashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.function.Consumer;
import java.util.function.UnaryOperator;

/**
 * What is known of other peers. Written on the host's loop alone; what is read, from any thread, are snapshots that do
 * not change.
 */
public final class PeerStore {
    private final PeerStoreLimits limits;
    /** Concurrent for the readers; there is one writer. */
    private final Map<PeerId, KnownPeer> peers = new ConcurrentHashMap<>();
    /** Peers without a connection, those heard of longest ago first. */
    private final Set<PeerId> idle = new LinkedHashSet<>();

    private final List<Consumer<? super PeerId>> watchers = new CopyOnWriteArrayList<>();

    public PeerStore(PeerStoreLimits limits) {
        this.limits = limits;
    }

    /** What is known of {@code peer}; nothing, if it is a stranger. */
    public KnownPeer about(PeerId peer) {
        return peers.getOrDefault(peer, KnownPeer.STRANGER);
    }

    /** Calls {@code watcher}, on the host's loop, after each time that a peer has said what it is and which protocols it speaks. */
    public void onDescribed(Consumer<? super PeerId> watcher) {
        watchers.add(watcher);
    }

    /** All peers that something is known of. */
    public Set<PeerId> peers() {
        return Set.copyOf(peers.keySet());
    }

    /** Somebody says that {@code peer} is at {@code addresses}; good for {@code ttl}. Never shortens what is known. */
    public void addAddresses(PeerId peer, Collection<Multiaddr> addresses, Duration ttl, Instant now) {
        Instant until = now.plus(ttl);
        change(peer, known -> {
            Map<Multiaddr, Instant> merged = new HashMap<>(known.addresses());
            merged.values().removeIf(end -> !end.isAfter(now));
            for (Multiaddr address : addresses) {
                if (merged.size() < limits.addressesPerPeer() || merged.containsKey(address)) {
                    merged.merge(address, until, (first, second) -> first.isAfter(second) ? first : second);
                }
            }
            return known.at(merged);
        });
    }

    /**
     * The peer itself has signed where it is: these addresses take the place of all others.
     *
     * @return false when a newer record is known
     */
    public boolean addRecord(PeerId peer, CertifiedRecord record, Duration ttl, Instant now) {
        boolean older = about(peer)
                .record()
                .map(known -> known.content().isNewerThan(record.content()))
                .orElse(false);
        if (older) {
            return false;
        }
        Map<Multiaddr, Instant> addresses = new HashMap<>();
        record.content().addresses().stream()
                .limit(limits.addressesPerPeer())
                .forEach(address -> addresses.put(address, now.plus(ttl)));
        change(peer, known -> known.certified(record).at(addresses));
        return true;
    }

    /** What {@code peer} has said of itself over a connection that proves its key. */
    public void describe(PeerId peer, PublicKey key, Collection<String> protocols, String agent) {
        Set<String> some =
                Set.copyOf(protocols.stream().limit(limits.protocolsPerPeer()).toList());
        change(peer, known -> known.describedBy(key, some, agent));
        watchers.forEach(watcher -> watcher.accept(peer));
    }

    /** A connection to {@code peer} is open: it is not forgotten. */
    public void connected(PeerId peer) {
        change(peer, known -> known.connected(1));
    }

    /** A connection to {@code peer} is over. */
    public void disconnected(PeerId peer, Instant now) {
        Instant until = now.plus(limits.afterConnection());
        change(peer, known -> {
            Map<Multiaddr, Instant> cut = new HashMap<>(known.addresses());
            cut.replaceAll((address, end) -> end.isBefore(until) ? end : until);
            return known.connected(-1).at(known.connections() == 1 ? cut : known.addresses());
        });
    }

    private void change(PeerId peer, UnaryOperator<KnownPeer> how) {
        KnownPeer changed = how.apply(about(peer));
        peers.put(peer, changed);
        idle.remove(peer);
        if (changed.connections() == 0) {
            idle.add(peer);
        }
        while (peers.size() > limits.peers() && !idle.isEmpty()) {
            PeerId longestUnheard = idle.iterator().next();
            idle.remove(longestUnheard);
            peers.remove(longestUnheard);
        }
    }
}
