package dev.granary.libp2p.host;

import dev.granary.libp2p.P2pError;
import dev.granary.libp2p.P2pException;
import dev.granary.libp2p.limits.IpGate;
import dev.granary.libp2p.limits.Resource;
import dev.granary.libp2p.limits.ResourceScope;
import dev.granary.libp2p.limits.Retention;
import dev.granary.libp2p.multiformats.Multiaddr;
import dev.granary.libp2p.multiformats.PeerId;
import dev.granary.libp2p.multistream.MultistreamSelect;
import dev.granary.libp2p.peerstore.PeerStore;
import dev.granary.libp2p.stream.Closing;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;

/** All connections of a host, and what they use. Changed on the host's loop alone. */
final class Swarm {
    /** Addresses of connections are good as long as these live. */
    private static final Duration WHILE_CONNECTED = Duration.ofDays(365);

    private final Parts parts;
    private final Protocols protocols;
    private final PeerStore peerStore;
    private final Announcer announcer;
    private final Retention retention;
    private final IpGate gate;
    private final ResourceScope system;
    private final ResourceScope unproven;
    private final Map<PeerId, ResourceScope> peers = new HashMap<>();
    /** Concurrent for the readers; there is one writer. */
    private final Map<PeerId, List<HostConnection>> connections = new ConcurrentHashMap<>();

    private long lastConnection;
    private long lastAttempt;
    private int open;

    Swarm(Parts parts, Protocols protocols, PeerStore peerStore, Announcer announcer) {
        this.parts = parts;
        this.protocols = protocols;
        this.peerStore = peerStore;
        this.announcer = announcer;
        this.retention = new Retention(parts.limits().retention());
        this.gate = new IpGate(parts.limits().ip());
        this.system = new ResourceScope("system", parts.limits().scopes().system());
        this.unproven = new ResourceScope("unproven", parts.limits().scopes().unproven());
    }

    Retention retention() {
        return retention;
    }

    IpGate gate() {
        return gate;
    }

    ResourceScope system() {
        return system;
    }

    /** Takes a place for a connection whose remote is not proven yet. */
    Admission admit(Resource direction, Multiaddr remote) throws P2pException {
        IpGate.Place place = gate.enter(remote)
                .orElseThrow(
                        () -> new P2pException(P2pError.LIMIT, "Enough connections with this part of the network."));
        return Admission.enter(direction, system, unproven, gate, place);
    }

    Progress progress() {
        lastAttempt++;
        return new Progress(lastAttempt, parts.loop(), parts.loop().nanoTime(), parts.observer());
    }

    /** Takes a connection in, or closes it. */
    Connection add(Upgraded upgraded, boolean dialled, Admission admission, Progress progress) throws P2pException {
        PeerId peer = upgraded.remotePeer();
        try {
            if (!parts.gater().allowsUpgraded(peer, upgraded.link().remoteAddress(), dialled)) {
                throw new P2pException(P2pError.REFUSED, "The gater lets no connection with " + peer + " through.");
            }
            admission.proven(scopeOf(peer));
        } catch (P2pException refused) {
            admission.leave();
            forgetIdleScope(peer);
            upgraded.discard(refused.error(), refused.detail());
            throw refused;
        }
        lastConnection++;
        HostConnection connection = new HostConnection(
                lastConnection, upgraded, dialled, parts.loop().now(), context(peer));
        enlist(connection);
        connection.over().thenAccept(closing -> parts.loop().execute(() -> remove(connection, admission, closing)));
        connection.begin();
        progress.passed(HostObserver.Step.READY);
        parts.observer().opened(progress.attempt(), connection);
        announcer.connected(connection);
        trim();
        return connection;
    }

    private ConnectionContext context(PeerId peer) {
        return new ConnectionContext(
                List.of(system, scopeOf(peer)),
                unproven,
                protocols,
                new MultistreamSelect(parts.limits().handshakes().negotiation()),
                peerStore,
                parts.observer());
    }

    private ResourceScope scopeOf(PeerId peer) {
        return peers.computeIfAbsent(
                peer,
                key -> new ResourceScope("peer " + key, parts.limits().scopes().peer()));
    }

    private void forgetIdleScope(PeerId peer) {
        if (!connections.containsKey(peer)) {
            peers.remove(peer);
        }
    }

    private void enlist(HostConnection connection) {
        PeerId peer = connection.remotePeer();
        List<HostConnection> all = new ArrayList<>(connections.getOrDefault(peer, List.of()));
        all.add(connection);
        all.sort(Comparator.comparing(Connection::limited).thenComparingLong(Connection::id));
        connections.put(peer, List.copyOf(all));
        open++;
        peerStore.connected(peer);
        if (connection.dialled() && !connection.limited()) {
            peerStore.addAddresses(
                    peer,
                    List.of(connection.remoteAddress()),
                    WHILE_CONNECTED,
                    parts.loop().now());
        }
    }

    private void remove(HostConnection connection, Admission admission, Closing closing) {
        PeerId peer = connection.remotePeer();
        List<HostConnection> left = new ArrayList<>(connections.getOrDefault(peer, List.of()));
        left.remove(connection);
        if (left.isEmpty()) {
            connections.remove(peer);
        } else {
            connections.put(peer, List.copyOf(left));
        }
        open--;
        admission.leave();
        forgetIdleScope(peer);
        peerStore.disconnected(peer, parts.loop().now());
        parts.observer().closed(connection, closing);
        announcer.disconnected(connection, closing);
    }

    /** Connections with {@code peer}, the best first. From any thread. */
    List<HostConnection> with(PeerId peer) {
        // One that is over is taken out a moment later, on this host's loop.
        return connections.getOrDefault(peer, List.of()).stream()
                .filter(HostConnection::isOpen)
                .toList();
    }

    /** All connections. From any thread. */
    List<Connection> all() {
        List<Connection> all = new ArrayList<>();
        connections.values().forEach(all::addAll);
        return all;
    }

    private void trim() {
        if (open <= parts.limits().retention().high()) {
            return;
        }
        Instant now = parts.loop().now();
        List<Retention.Candidate<HostConnection>> candidates = new ArrayList<>();
        connections
                .values()
                .forEach(list -> list.forEach(connection -> candidates.add(new Retention.Candidate<>(
                        connection, connection.remotePeer(), connection.openedAt(), connection.openStreams()))));
        for (HostConnection surplus : retention.surplus(candidates, now)) {
            surplus.close(new Closing.Failed(P2pError.LIMIT, "There are too many connections."));
        }
    }
}
