package dev.granary.libp2p.kad;

import com.google.protobuf.ByteString;
import dev.granary.libp2p.P2pException;
import dev.granary.libp2p.kad.keyspace.PrefixKeys;
import dev.granary.libp2p.kad.table.RoutingTable;
import dev.granary.libp2p.kad.table.TableEntry;
import dev.granary.libp2p.kad.wire.KadMessage;
import dev.granary.libp2p.kad.wire.KadPeer;
import dev.granary.libp2p.kad.wire.MessageType;
import dev.granary.libp2p.loop.Loop;
import dev.granary.libp2p.multiformats.PeerId;
import java.time.Duration;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import org.jspecify.annotations.Nullable;

/**
 * Keeps the routing table true: looks up our own place and those of buckets that nobody was looked up in, asks those
 * that were silent, and begins anew when few are known or when the first ones come. Confined to the host's loop.
 */
final class Upkeep {
    private static final int FEW = 10;
    private static final int MOST_REDIALLED = 256;

    /** Several peers often come at once. */
    private static final Duration GATHERING = Duration.ofSeconds(1);

    private final Node node;
    private final Map<PeerId, KadPeer> contacts = new LinkedHashMap<>(4);
    private Loop.@Nullable Timer refreshing;
    private Loop.@Nullable Timer joining;
    private Loop.@Nullable Timer looking;
    private boolean closed;

    Upkeep(Node node) {
        this.node = node;
    }

    /** Where to begin when nobody is known. */
    void contact(KadPeer peer) {
        if (!peer.id().equals(node.host().peerId())) {
            contacts.put(peer.id(), peer);
        }
    }

    /** Meets {@code known} and the contacts, then looks for ourselves; completes when that is done. */
    CompletableFuture<Void> begin(List<KadPeer> known) {
        List<KadPeer> first = new ArrayList<>(contacts.values());
        known.stream().limit(MOST_REDIALLED).forEach(first::add);
        CompletableFuture<Void> begun = new CompletableFuture<>();
        node.members().onJoined(this::joined);
        meet(first, () -> refresh(begun));
        refreshLater();
        joinLater();
        return begun;
    }

    /** Asks each of {@code peers} for us, which lets it into the table; then goes on. */
    private void meet(List<KadPeer> peers, Runnable then) {
        ByteString self = ByteString.copyFrom(node.host().peerId().bytes());
        int[] pending = {peers.size() + 1};
        Runnable settle = () -> {
            pending[0]--;
            if (pending[0] == 0) {
                then.run();
            }
        };
        for (KadPeer peer : peers) {
            node.messenger().ask(peer, KadMessage.request(MessageType.FIND_NODE, self), new Reply() {
                @Override
                public void answered(KadMessage answer, long group) {
                    node.members().answered(peer, group, !answer.closer().isEmpty());
                    settle.run();
                }

                @Override
                public void failed(P2pException why) {
                    node.members().failed(peer.id(), why);
                    settle.run();
                }
            });
        }
        settle.run();
    }

    private void refreshLater() {
        Duration interval = node.settings().timing().refresh();
        // not all at the same time, where many were started together
        long spread = node.random().nextLong(Math.max(1, interval.toNanos() / 8));
        refreshing = node.host().loop().schedule(interval.minusNanos(spread), () -> {
            if (!closed) {
                node.stores().expire(node.time());
                askTheSilent();
                refresh(new CompletableFuture<>());
                refreshLater();
            }
        });
    }

    private void joinLater() {
        joining = node.host().loop().schedule(node.settings().timing().lonely(), () -> {
            if (!closed) {
                if (node.members().table().size() < FEW) {
                    meet(List.copyOf(contacts.values()), () -> refresh(new CompletableFuture<>()));
                }
                joinLater();
            }
        });
    }

    /** Somebody came who may know others; while few are known, that is worth a look around. */
    private void joined() {
        if (looking == null && !closed && node.members().table().size() < FEW) {
            looking = node.host().loop().schedule(GATHERING, () -> {
                looking = null;
                if (!closed) {
                    refresh(new CompletableFuture<>());
                }
            });
        }
    }

    /** Looks for our own place, then for one at each distance at which there may be peers. */
    private void refresh(CompletableFuture<Void> done) {
        ByteString self = ByteString.copyFrom(node.host().peerId().bytes());
        node.look(MessageType.FIND_NODE, self, LookupRun.Visitor.NONE, walk -> refreshFrom(0, Integer.MAX_VALUE, done));
    }

    /** @param last the furthest to go: a little beyond the first bucket that stayed empty */
    private void refreshFrom(int prefix, int last, CompletableFuture<Void> done) {
        RoutingTable table = node.members().table();
        if (closed || prefix >= PrefixKeys.BITS || prefix > Math.min(last, table.depth())) {
            table.forgetUse();
            table.settle();
            done.complete(null);
            return;
        }
        if (table.sizeAt(prefix) >= node.settings().table().bucketSize()) {
            refreshFrom(prefix + 1, last, done);
            return;
        }
        byte[] key = PrefixKeys.sharing(table.self(), prefix, node.random());
        node.look(MessageType.FIND_NODE, ByteString.copyFrom(key), LookupRun.Visitor.NONE, walk -> {
            boolean empty = table.sizeAt(prefix) == 0;
            refreshFrom(prefix + 1, empty ? Math.min(last, 2 * (prefix + 1)) : last, done);
        });
    }

    private void askTheSilent() {
        long since = node.now() - node.settings().timing().refresh().toNanos();
        for (TableEntry entry : node.members().table().entries()) {
            if (entry.lastHeard() - since < 0) {
                node.members().check(entry.peer());
            }
        }
    }

    void close() {
        closed = true;
        if (refreshing != null) {
            refreshing.cancel();
        }
        if (joining != null) {
            joining.cancel();
        }
        if (looking != null) {
            looking.cancel();
        }
    }
}
