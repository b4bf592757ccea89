package dev.granary.libp2p.kad;

import com.google.protobuf.ByteString;
import dev.granary.libp2p.P2pError;
import dev.granary.libp2p.P2pException;
import dev.granary.libp2p.host.Connection;
import dev.granary.libp2p.host.Host;
import dev.granary.libp2p.kad.keyspace.KadKey;
import dev.granary.libp2p.kad.table.AddressGroup;
import dev.granary.libp2p.kad.table.Admission;
import dev.granary.libp2p.kad.table.RoutingTable;
import dev.granary.libp2p.kad.table.TableEntry;
import dev.granary.libp2p.kad.wire.KadMessage;
import dev.granary.libp2p.kad.wire.KadPeer;
import dev.granary.libp2p.kad.wire.MessageType;
import dev.granary.libp2p.multiformats.Multiaddr;
import dev.granary.libp2p.multiformats.PeerId;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;

/**
 * Who is in the routing table: peers that have shown that they serve, by naming others when asked; and the connections
 * that are kept for it. Confined to the host's loop.
 */
final class Members {
    private static final String TAG = "kad";
    private static final int FAR_BUCKETS = 2;
    private static final int WORTH = 5;
    private static final int WORTH_NEAR = 10;
    private static final int MOST_CHECKS = 256;

    private final Host host;
    private final KademliaSettings settings;
    private final Messenger messenger;
    private final RoutingTable table;
    private final Set<PeerId> checking = new HashSet<>(4);
    private Runnable joined = () -> {};

    Members(Host host, KademliaSettings settings, Messenger messenger) {
        this.host = host;
        this.settings = settings;
        this.messenger = messenger;
        this.table = new RoutingTable(KadKey.of(host.peerId()), settings.table());
    }

    RoutingTable table() {
        return table;
    }

    /** Runs {@code listener} whenever somebody has entered the table. */
    void onJoined(Runnable listener) {
        joined = listener;
    }

    /** {@code peer} has said which protocols it speaks. */
    void described(PeerId peer) {
        boolean serves = host.peerStore().about(peer).protocols().contains(settings.protocol());
        if (!serves) {
            remove(peer);
            return;
        }
        List<Connection> connections = host.connections(peer);
        if (connections.isEmpty() || table.find(peer).isPresent()) {
            return;
        }
        long group = AddressGroup.of(connections.getFirst().remoteAddress());
        if (table.hasRoom(KadKey.of(peer), group)) {
            check(new KadPeer(peer, List.of()));
        }
    }

    /** Asks {@code peer} for itself: who serves names somebody. */
    void check(KadPeer peer) {
        if (checking.size() >= MOST_CHECKS || !checking.add(peer.id())) {
            return;
        }
        ByteString key = ByteString.copyFrom(peer.id().bytes());
        messenger.ask(peer, KadMessage.request(MessageType.FIND_NODE, key), new Reply() {
            @Override
            public void answered(KadMessage answer, long group) {
                checking.remove(peer.id());
                Members.this.answered(peer, group, !answer.closer().isEmpty());
            }

            @Override
            public void failed(P2pException why) {
                checking.remove(peer.id());
                Members.this.failed(peer.id(), why);
            }
        });
    }

    /** {@code peer} has answered a question for other peers. */
    void answered(KadPeer peer, long group, boolean namedSomebody) {
        long now = host.loop().nanoTime();
        if (!table.heard(peer.id(), now, 0)) {
            untag(peer.id());
        }
        boolean few = table.size() < settings.table().bucketSize();
        if (!namedSomebody && !few) {
            if (table.find(peer.id()).isEmpty()) {
                settings.observer().admission(new Admission.Refused(Admission.Reason.UNPROVEN));
            }
            return;
        }
        Admission outcome = table.admit(located(peer), group, namedSomebody, now);
        if (outcome instanceof Admission.Added(Optional<PeerId> instead)) {
            instead.ifPresent(this::untag);
            tag(peer.id());
            settings.observer().tableSize(table.size());
            joined.run();
        }
        settings.observer().admission(outcome);
    }

    /** {@code peer} did not answer. */
    void failed(PeerId peer, P2pException why) {
        boolean ours = why.error() == P2pError.LIMIT
                || why.error() == P2pError.CANCELLED
                || (why.error() == P2pError.CLOSED && !host.connections(peer).isEmpty());
        if (!ours) {
            remove(peer);
        }
    }

    private void remove(PeerId peer) {
        if (table.remove(peer)) {
            untag(peer);
            settings.observer().tableSize(table.size());
        }
    }

    /** {@code peer} with the addresses that are known of it, in an order that is the same in each run. */
    KadPeer located(KadPeer peer) {
        List<Multiaddr> known =
                host.peerStore().about(peer.id()).addressesAt(host.loop().now());
        List<ByteString> addresses = new ArrayList<>(known.size());
        for (Multiaddr address : known) {
            addresses.add(ByteString.copyFrom(address.bytes()));
        }
        if (addresses.isEmpty()) {
            addresses.addAll(peer.addresses());
        }
        if (addresses.isEmpty()) {
            host.connections(peer.id()).stream()
                    .filter(Connection::dialled)
                    .findFirst()
                    .ifPresent(connection -> addresses.add(
                            ByteString.copyFrom(connection.remoteAddress().bytes())));
        }
        addresses.sort(ByteString.unsignedLexicographicalComparator());
        return new KadPeer(peer.id(), addresses.subList(0, Math.min(addresses.size(), KadPeer.MOST_ADDRESSES)));
    }

    private void tag(PeerId peer) {
        KadKey key = KadKey.of(peer);
        if (table.self().commonPrefix(key) < FAR_BUCKETS) {
            host.protect(peer, TAG);
        }
        int nearest = settings.table().bucketSize();
        boolean near = table.size() <= nearest
                || table.nearest(table.self(), nearest).stream()
                        .map(TableEntry::peer)
                        .anyMatch(one -> one.id().equals(peer));
        host.tag(peer, TAG, near ? WORTH_NEAR : WORTH);
    }

    private void untag(PeerId peer) {
        host.unprotect(peer, TAG);
        host.tag(peer, TAG, 0);
    }
}
