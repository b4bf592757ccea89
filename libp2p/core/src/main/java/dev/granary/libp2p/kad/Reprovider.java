package dev.granary.libp2p.kad;

import com.google.protobuf.ByteString;
import dev.granary.libp2p.P2pException;
import dev.granary.libp2p.kad.keyspace.KadKey;
import dev.granary.libp2p.kad.lookup.Walk;
import dev.granary.libp2p.kad.wire.KadMessage;
import dev.granary.libp2p.kad.wire.KadPeer;
import dev.granary.libp2p.kad.wire.MessageType;
import dev.granary.libp2p.loop.Loop;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Collection;
import java.util.List;
import java.util.TreeMap;
import java.util.TreeSet;
import org.jspecify.annotations.Nullable;

/**
 * Announces everything that we have, again and again. Sweeps over the keyspace: keys that lie near each other have the
 * same nearest peers, so one lookup serves them all, and each peer is told of all of them over one stream. New keys are
 * announced as soon as it is their turn; the rest is spread over the whole period. Confined to the host's loop.
 */
final class Reprovider {
    /** What one peer is told at once: less than a server lets through in a burst. */
    private static final int MOST_AT_ONCE = 256;

    private static final Duration SHORTEST_PAUSE = Duration.ofMillis(100);

    private final Node node;
    /** In the order of the keyspace. */
    private final TreeMap<KadKey, ByteString> keys = new TreeMap<>();

    private final TreeSet<KadKey> fresh = new TreeSet<>();
    private @Nullable KadKey cursor;
    private Loop.@Nullable Timer timer;
    private boolean busy;
    private boolean closed;

    Reprovider(Node node) {
        this.node = node;
    }

    void keep(Collection<ByteString> added) {
        KadPeer self = node.self();
        for (ByteString key : added) {
            KadKey place = KadKey.of(key.toByteArray());
            if (keys.put(place, key) == null) {
                fresh.add(place);
            }
            node.stores().providers().add(key, self, node.time());
        }
        stepAfter(SHORTEST_PAUSE);
    }

    void withdraw(Collection<ByteString> gone) {
        for (ByteString key : gone) {
            KadKey place = KadKey.of(key.toByteArray());
            keys.remove(place);
            fresh.remove(place);
        }
    }

    Collection<ByteString> keys() {
        return keys.values();
    }

    /** Keys that were not announced yet. */
    int waiting() {
        return fresh.size();
    }

    private void stepAfter(Duration pause) {
        if (busy || closed || keys.isEmpty()) {
            return;
        }
        if (timer != null) {
            timer.cancel();
        }
        timer = node.host().loop().schedule(pause, this::step);
    }

    private void step() {
        timer = null;
        if (keys.isEmpty() || closed) {
            return;
        }
        busy = true;
        KadKey first = first();
        ByteString key = keys.getOrDefault(first, ByteString.EMPTY);
        node.look(MessageType.FIND_NODE, key, LookupRun.Visitor.NONE, walk -> announce(first, walk));
    }

    /** The next key to announce: a new one if there is any, else the one behind the last. */
    private KadKey first() {
        if (!fresh.isEmpty()) {
            return fresh.first();
        }
        KadKey next = cursor == null ? null : keys.higherKey(cursor);
        return next == null ? keys.firstKey() : next;
    }

    private void announce(KadKey first, Walk walk) {
        List<KadPeer> nearest = walk.nearestAnswered();
        List<KadKey> region = region(first, nearest);
        KadPeer self = node.self();
        boolean known = !nearest.isEmpty() && !self.addresses().isEmpty();
        if (known) {
            for (KadKey place : region) {
                KadMessage announcement = KadMessage.addProvider(keys.getOrDefault(place, ByteString.EMPTY), self);
                nearest.forEach(peer -> node.messenger().tell(peer, announcement, Told.UNHEARD));
                node.stores().providers().add(announcement.key(), self, node.time());
                fresh.remove(place);
                cursor = place;
            }
        }
        busy = false;
        stepAfter(known ? pauseAfter(region.size()) : node.settings().timing().lonely());
    }

    /** The keys from {@code first} on whose nearest peers are those of {@code first}. */
    private List<KadKey> region(KadKey first, List<KadPeer> nearest) {
        boolean all = nearest.size() < node.settings().lookup().results();
        int shared = all ? -1 : first.commonPrefix(KadKey.of(nearest.getLast().id()));
        List<KadKey> region = new ArrayList<>();
        for (KadKey key : keys.tailMap(first, true).keySet()) {
            boolean same = key.commonPrefix(first) > shared;
            if (!same || region.size() == MOST_AT_ONCE || (!fresh.isEmpty() && !fresh.contains(key))) {
                break;
            }
            region.add(key);
        }
        return region;
    }

    private Duration pauseAfter(int announced) {
        if (!fresh.isEmpty()) {
            return SHORTEST_PAUSE;
        }
        Duration share =
                node.settings().timing().republish().multipliedBy(announced).dividedBy(Math.max(1, keys.size()));
        return share.compareTo(SHORTEST_PAUSE) < 0 ? SHORTEST_PAUSE : share;
    }

    void close() {
        closed = true;
        if (timer != null) {
            timer.cancel();
        }
    }

    /** A peer that was not reached is told the next time. */
    private enum Told implements Reply {
        UNHEARD;

        @Override
        public void answered(KadMessage sent, long group) {}

        @Override
        public void failed(P2pException why) {}
    }
}
