package dev.granary.libp2p.kad;

import com.google.protobuf.ByteString;
import dev.granary.libp2p.host.Host;
import dev.granary.libp2p.kad.keyspace.KadKey;
import dev.granary.libp2p.kad.lookup.DisjointWalk;
import dev.granary.libp2p.kad.lookup.Lookup;
import dev.granary.libp2p.kad.lookup.LookupSettings;
import dev.granary.libp2p.kad.lookup.NetSizeEstimator;
import dev.granary.libp2p.kad.lookup.Walk;
import dev.granary.libp2p.kad.table.TableEntry;
import dev.granary.libp2p.kad.wire.KadMessage;
import dev.granary.libp2p.kad.wire.KadPeer;
import dev.granary.libp2p.kad.wire.MessageType;
import dev.granary.libp2p.multiformats.Multiaddr;
import dev.granary.libp2p.multiformats.PeerId;
import java.time.Instant;
import java.util.List;
import java.util.function.Consumer;
import java.util.function.Supplier;
import java.util.random.RandomGenerator;

/** The parts of one DHT node, for whoever works with several of them. Confined to the host's loop. */
final class Node {
    private final Host host;
    private final KademliaSettings settings;
    private final RandomGenerator random;
    private final Messenger messenger;
    private final Members members;
    private final Stores stores;
    private final NetSizeEstimator size;
    private Supplier<List<Multiaddr>> addresses;

    Node(Host host, KademliaSettings settings, RandomGenerator random) {
        this.host = host;
        this.settings = settings;
        this.random = random;
        this.messenger = new Messenger(host, settings);
        this.members = new Members(host, settings, messenger);
        this.stores = Stores.of(KadKey.of(host.peerId()), settings, random);
        this.size = new NetSizeEstimator(settings.lookup().results());
        this.addresses = host::listenAddresses;
    }

    Host host() {
        return host;
    }

    KademliaSettings settings() {
        return settings;
    }

    RandomGenerator random() {
        return random;
    }

    Messenger messenger() {
        return messenger;
    }

    Members members() {
        return members;
    }

    Stores stores() {
        return stores;
    }

    NetSizeEstimator size() {
        return size;
    }

    /** Nanoseconds of the loop. */
    long now() {
        return host.loop().nanoTime();
    }

    Instant time() {
        return host.loop().now();
    }

    void addresses(Supplier<List<Multiaddr>> own) {
        addresses = own;
    }

    /** We, as others are told of us. */
    KadPeer self() {
        return KadPeer.of(host.peerId(), addresses.get());
    }

    /** {@code peer} with the addresses that are known of it. */
    KadPeer located(PeerId peer) {
        return members.table()
                .find(peer)
                .map(TableEntry::peer)
                .orElseGet(() -> members.located(new KadPeer(peer, List.of())));
    }

    /** Walks towards {@code key}, asking for {@code type}. */
    LookupRun look(MessageType type, ByteString key, LookupRun.Visitor visitor, Consumer<Walk> done) {
        return look(1, type, key, visitor, done);
    }

    /** Walks towards {@code key} on {@code paths} paths that share no peer. */
    LookupRun look(int paths, MessageType type, ByteString key, LookupRun.Visitor visitor, Consumer<Walk> done) {
        KadKey target = KadKey.of(key.toByteArray());
        LookupSettings lookup = settings.lookup();
        List<KadPeer> seeds = members.table().nearest(target, lookup.results()).stream()
                .map(TableEntry::peer)
                .toList();
        Walk walk = paths > 1
                ? new DisjointWalk(target, seeds, lookup, paths, now())
                : new Lookup(target, seeds, lookup, now());
        LookupRun run = new LookupRun(this, walk, KadMessage.request(type, key), visitor, done);
        run.advance();
        return run;
    }
}
