package dev.granary.libp2p.pubsub;

import dev.granary.libp2p.host.Connection;
import dev.granary.libp2p.host.Host;
import dev.granary.libp2p.host.HostListener;
import dev.granary.libp2p.host.P2pStream;
import dev.granary.libp2p.limits.IpGroup;
import dev.granary.libp2p.loop.Loop;
import dev.granary.libp2p.multiformats.PeerId;
import dev.granary.libp2p.pubsub.router.GossipRouter;
import dev.granary.libp2p.pubsub.router.RouterPeer;
import dev.granary.libp2p.pubsub.wire.Piece;
import dev.granary.libp2p.pubsub.wire.Rpc;
import dev.granary.libp2p.pubsub.wire.Version;
import dev.granary.libp2p.stream.Closing;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/** The peers that gossip goes to and comes from: all that are connected and speak it. Confined to the host's loop. */
final class Neighbours implements Neighbour.Owner, Incoming.Owner {
    private final Host host;
    private final Loop loop;
    private final GossipSettings settings;
    private final GossipRouter router;
    private final Map<PeerId, Neighbour> neighbours = new LinkedHashMap<>();
    private List<Neighbour> dirty = new ArrayList<>(2);
    private boolean closed;

    Neighbours(Host host, GossipSettings settings, GossipRouter router) {
        this.host = host;
        this.loop = host.loop();
        this.settings = settings;
        this.router = router;
    }

    void start() {
        Version.protocols().forEach(protocol -> host.handle(protocol, this::accept));
        host.listen(new Watching());
        host.peerStore().onDescribed(peer -> Turns.on(loop, () -> consider(peer)));
        Turns.on(loop, () -> host.connections().forEach(connection -> consider(connection.remotePeer())));
    }

    private void consider(PeerId peer) {
        if (!neighbours.containsKey(peer)) {
            Version.best(host.peerStore().about(peer).protocols()).ifPresent(version -> meet(peer, version));
        }
    }

    /** The neighbour {@code peer}; nobody when it is not connected any more. */
    private Optional<Neighbour> meet(PeerId peer, Version version) {
        Neighbour known = neighbours.get(peer);
        Optional<Connection> connection = connection(peer);
        if (known != null || closed || connection.isEmpty()) {
            return Optional.ofNullable(known);
        }
        Neighbour neighbour = new Neighbour(peer, loop, settings.out(), this);
        neighbours.put(peer, neighbour);
        router.arrive(
                peer,
                new RouterPeer(
                        version,
                        connection.get().dialled(),
                        IpGroup.ipOf(connection.get().remoteAddress()),
                        neighbour));
        neighbour.open();
        return Optional.of(neighbour);
    }

    @Override
    public Optional<Connection> connection(PeerId peer) {
        return host.connections(peer).stream()
                .filter(connection -> connection.isOpen() && !connection.limited())
                .findFirst();
    }

    @Override
    public void opened(Neighbour neighbour, Version version, boolean again) {
        PeerId peer = neighbour.peer();
        connection(peer)
                .ifPresent(connection -> router.arrive(
                        peer, new RouterPeer(version, connection.dialled(), Optional.empty(), neighbour)));
        if (again) {
            router.restart(peer);
        }
    }

    /** A peer writes to us from now on. On the stream's loop. */
    private void accept(P2pStream stream) {
        Incoming incoming = new Incoming(stream, settings.rpc(), this);
        Version version = Version.of(stream.protocol()).orElse(Version.FLOODSUB);
        Turns.on(loop, () -> accepted(incoming, version));
    }

    private void accepted(Incoming incoming, Version version) {
        P2pStream stream = incoming.stream();
        Optional<Neighbour> neighbour = meet(stream.connection().remotePeer(), version);
        if (neighbour.isEmpty()) {
            Turns.on(stream.loop(), () -> stream.reset(0));
            return;
        }
        neighbour.get().readOn(incoming);
        Turns.on(stream.loop(), incoming::start);
    }

    @Override
    public void received(Incoming from, Rpc rpc, Runnable taken) {
        Turns.on(loop, () -> {
            PeerId peer = from.stream().connection().remotePeer();
            Neighbour neighbour = neighbours.get(peer);
            if (neighbour != null && neighbour.isReadOn(from)) {
                router.received(peer, rpc, loop.nanoTime());
            }
            taken.run();
        });
    }

    @Override
    public void closed(Incoming from, boolean refused) {
        if (refused) {
            Turns.on(loop, () -> router.receivedBad(from.stream().connection().remotePeer()));
        }
    }

    @Override
    public void dirty(Neighbour neighbour) {
        if (dirty.isEmpty()) {
            loop.execute(this::flush);
        }
        dirty.add(neighbour);
    }

    private void flush() {
        List<Neighbour> waiting = dirty;
        dirty = new ArrayList<>(2);
        waiting.forEach(Neighbour::flush);
    }

    @Override
    public void dropped(Neighbour neighbour, Piece.Kind kind) {
        settings.observer().dropped(neighbour.peer(), kind);
    }

    private void leave(PeerId peer) {
        Neighbour gone = neighbours.get(peer);
        if (gone != null && connection(peer).isEmpty()) {
            neighbours.remove(peer);
            router.leave(peer, loop.nanoTime());
            gone.leave();
        }
    }

    void close() {
        closed = true;
        Version.protocols().forEach(host::unhandle);
        neighbours.values().forEach(Neighbour::flush);
        neighbours.values().forEach(Neighbour::leave);
        neighbours.clear();
    }

    /** Bytes that wait for all peers. */
    int waiting() {
        return neighbours.values().stream().mapToInt(Neighbour::waiting).sum();
    }

    /** Keeps up with the host's connections. */
    private final class Watching implements HostListener {
        @Override
        public void connected(Connection connection) {
            consider(connection.remotePeer());
        }

        @Override
        public void disconnected(Connection connection, Closing closing) {
            leave(connection.remotePeer());
        }
    }
}
