package dev.granary.libp2p.simulation.scenario;

import dev.granary.libp2p.host.Host;
import dev.granary.libp2p.kad.Kademlia;
import dev.granary.libp2p.kad.KademliaObserver;
import dev.granary.libp2p.kad.KademliaSettings;
import dev.granary.libp2p.kad.keyspace.KadKey;
import dev.granary.libp2p.kad.wire.KadPeer;
import dev.granary.libp2p.kad.wire.MessageType;
import dev.granary.libp2p.multiformats.PeerId;
import dev.granary.libp2p.simulation.SimulatedHost;
import java.time.Duration;
import java.util.List;
import java.util.random.RandomGenerator;

/** A host with a DHT, and what its lookups took. */
final class DhtNode implements KademliaObserver {
    private final SimulatedHost host;
    private final Kademlia kad;
    private final KadKey key;
    private final KadPeer self;
    private final boolean serves;
    private final long joined;
    private int table;
    private int hops;
    private Duration took = Duration.ZERO;

    DhtNode(SimulatedHost host, KademliaSettings settings, RandomGenerator random) {
        this.host = host;
        this.serves = settings.server();
        this.key = KadKey.of(host.host().peerId());
        this.self = KadPeer.of(
                host.host().peerId(), List.of(host.endpoint().attachment().address()));
        this.joined = host.host().loop().nanoTime();
        this.kad = new Kademlia(host.host(), settings.withObserver(this), random);
    }

    @Override
    public void lookedUp(MessageType type, int over, int asked, int found, Duration time) {
        hops = over;
        took = time;
    }

    @Override
    public void tableSize(int peers) {
        table = peers;
    }

    SimulatedHost simulated() {
        return host;
    }

    Host host() {
        return host.host();
    }

    Kademlia kad() {
        return kad;
    }

    PeerId id() {
        return host.host().peerId();
    }

    KadKey key() {
        return key;
    }

    /** Itself, as others may name it. */
    KadPeer self() {
        return self;
    }

    boolean serves() {
        return serves;
    }

    boolean isAlive() {
        return host.endpoint().isAlive();
    }

    /** Whether it has had this time to find its place. */
    boolean isOlderThan(Duration age) {
        return host.host().loop().nanoTime() - joined >= age.toNanos();
    }

    int tableSize() {
        return table;
    }

    /** Over how many peers the last lookup went. */
    int hops() {
        return hops;
    }

    /** How long the last lookup took. */
    Duration took() {
        return took;
    }
}
