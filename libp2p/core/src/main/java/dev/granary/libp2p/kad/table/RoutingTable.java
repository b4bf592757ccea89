package dev.granary.libp2p.kad.table;

import dev.granary.libp2p.kad.keyspace.KadKey;
import dev.granary.libp2p.kad.wire.KadPeer;
import dev.granary.libp2p.multiformats.PeerId;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * The peers that one peer remembers, in buckets by the number of leading bits that they share with it. The last bucket
 * holds all that share more; it unfolds when it is full.
 *
 * <p>Nobody has to go for a newcomer but those that were let in without proof: who fills the network with new peers gains
 * nothing here. Confined to one loop.
 */
public final class RoutingTable {
    private final KadKey self;
    private final TableSettings settings;
    private final List<Bucket> buckets = new ArrayList<>(4);
    private int size;

    public RoutingTable(KadKey self, TableSettings settings) {
        this.self = self;
        this.settings = settings;
        buckets.add(new Bucket());
    }

    public KadKey self() {
        return self;
    }

    public int size() {
        return size;
    }

    /** Peers that share exactly {@code prefix} bits; of the last bucket, all that share as many or more. */
    public int sizeAt(int prefix) {
        return prefix < buckets.size() ? buckets.get(prefix).entries.size() : 0;
    }

    /** How many buckets are unfolded. */
    public int depth() {
        return buckets.size();
    }

    /** The entry of {@code peer}. */
    public Optional<TableEntry> find(PeerId peer) {
        return Optional.ofNullable(find(KadKey.of(peer), peer));
    }

    private @Nullable TableEntry find(KadKey key, PeerId peer) {
        for (TableEntry entry : bucketOf(key).entries) {
            if (entry.key().equals(key) && entry.peer().id().equals(peer)) {
                return entry;
            }
        }
        return null;
    }

    /**
     * Whether a peer at {@code key} could be let in now. Asked before it is put to the proof, which costs a round trip.
     *
     * @param group its {@link AddressGroup}
     */
    public boolean hasRoom(KadKey key, long group) {
        return !key.equals(self) && whyNotOf(group, key) == null && (hasPlace(key) || replaceableIn(key) != null);
    }

    private boolean hasPlace(KadKey key) {
        Bucket bucket = bucketOf(key);
        // the last one unfolds unless all of it shares as many bits as the newcomer
        return bucket.entries.size() < settings.bucketSize()
                || (bucket == buckets.getLast() && bucket.unfoldsFor(self, self.commonPrefix(key)));
    }

    /**
     * Lets {@code peer} in, if it may.
     *
     * @param group the {@link AddressGroup} that it was met in
     * @param proven whether it has shown that it serves: such a peer does not have to go for another one
     */
    public Admission admit(KadPeer peer, long group, boolean proven, long now) {
        KadKey key = KadKey.of(peer.id());
        TableEntry known = find(key, peer.id());
        if (known != null) {
            known.moved(peer);
            known.replaceable(known.isReplaceable() && !proven);
            return new Admission.Known();
        }
        Admission.Reason reason = key.equals(self) ? Admission.Reason.SELF : whyNotOf(group, key);
        if (reason != null) {
            return new Admission.Refused(reason);
        }
        return insert(new TableEntry(peer, key, group, now), proven);
    }

    private Admission insert(TableEntry entry, boolean proven) {
        entry.replaceable(!proven);
        while (bucketOf(entry.key()).entries.size() >= settings.bucketSize() && hasPlace(entry.key())) {
            unfold();
        }
        Bucket bucket = bucketOf(entry.key());
        Optional<PeerId> instead = Optional.empty();
        if (bucket.entries.size() >= settings.bucketSize()) {
            TableEntry victim = replaceableIn(entry.key());
            if (victim == null) {
                return new Admission.Refused(Admission.Reason.BUCKET_FULL);
            }
            bucket.entries.remove(victim);
            size--;
            instead = Optional.of(victim.peer().id());
        }
        bucket.entries.addFirst(entry);
        size++;
        return new Admission.Added(instead);
    }

    private void unfold() {
        Bucket last = buckets.getLast();
        Bucket deeper = new Bucket();
        int prefix = buckets.size() - 1;
        for (TableEntry entry : List.copyOf(last.entries)) {
            if (self.commonPrefix(entry.key()) > prefix) {
                last.entries.remove(entry);
                deeper.entries.add(entry);
            }
        }
        buckets.add(deeper);
    }

    private @Nullable TableEntry replaceableIn(KadKey key) {
        for (TableEntry entry : bucketOf(key).entries.reversed()) {
            if (entry.isReplaceable()) {
                return entry;
            }
        }
        return null;
    }

    private Admission.@Nullable Reason whyNotOf(long group, KadKey key) {
        if (group == AddressGroup.LOCAL && settings.localExempt()) {
            return null;
        }
        if (group <= AddressGroup.LOCAL) {
            return settings.perGroup() == 0 ? null : Admission.Reason.NO_ADDRESS;
        }
        int all = 0;
        int near = 0;
        int prefix = self.commonPrefix(key);
        for (Bucket bucket : buckets) {
            for (TableEntry entry : bucket.entries) {
                if (entry.group() == group) {
                    all++;
                    near += self.commonPrefix(entry.key()) == prefix ? 1 : 0;
                }
            }
        }
        boolean full = isFull(all, settings.perGroup()) || isFull(near, settings.perGroupAndBucket());
        return full ? Admission.Reason.GROUP_FULL : null;
    }

    private static boolean isFull(int count, int most) {
        return most > 0 && count >= most;
    }

    /**
     * {@code peer} has answered, or has come to us.
     *
     * @param micros the time that its answer took; 0 when there was no question
     * @return false when it is too slow and had to go
     */
    public boolean heard(PeerId peer, long now, long micros) {
        TableEntry entry = find(KadKey.of(peer), peer);
        if (entry == null) {
            return true;
        }
        entry.heard(now, micros);
        if (entry.averageMicros() > settings.slowest().toNanos() / 1_000) {
            drop(bucketOf(entry.key()), entry);
            return false;
        }
        return true;
    }

    /** {@code peer} was a good start of a lookup. */
    public void used(PeerId peer) {
        find(peer).ifPresent(entry -> entry.useful(true));
    }

    /** A new period begins, in which nobody was useful yet; who was in the last one need not go for a newcomer any more. */
    public void forgetUse() {
        for (Bucket bucket : buckets) {
            for (TableEntry entry : bucket.entries) {
                entry.replaceable(entry.isReplaceable() && !entry.isUseful());
                entry.useful(false);
            }
        }
    }

    /** The table is sound as it is: nobody in it has to go for a newcomer. */
    public void settle() {
        buckets.forEach(bucket -> bucket.entries.forEach(entry -> entry.replaceable(false)));
    }

    /** Takes {@code peer} out; says no when it was not there. */
    public boolean remove(PeerId peer) {
        KadKey key = KadKey.of(peer);
        TableEntry entry = find(key, peer);
        if (entry == null) {
            return false;
        }
        drop(bucketOf(key), entry);
        return true;
    }

    private void drop(Bucket bucket, TableEntry entry) {
        bucket.entries.remove(entry);
        size--;
        while (buckets.size() > 1 && buckets.getLast().entries.isEmpty()) {
            buckets.removeLast();
        }
    }

    /** The peers nearest to {@code target}, at most {@code count}, the nearest first. */
    public List<TableEntry> nearest(KadKey target, int count) {
        int start = Math.min(self.commonPrefix(target), buckets.size() - 1);
        List<TableEntry> found = new ArrayList<>(Math.min(size, 2 * count + settings.bucketSize()));
        found.addAll(buckets.get(start).entries);
        // all deeper ones share the same number of bits with the target, all others fewer, and fewer the further away
        if (found.size() < count) {
            takeDeeper(start + 1, found);
        }
        for (int bucket = start - 1; bucket >= 0 && found.size() < count; bucket--) {
            found.addAll(buckets.get(bucket).entries);
        }
        found.sort((one, other) -> target.compareDistances(one.key(), other.key()));
        return found.size() > count ? List.copyOf(found.subList(0, count)) : found;
    }

    private void takeDeeper(int from, List<TableEntry> found) {
        for (Bucket bucket : buckets.subList(from, buckets.size())) {
            found.addAll(bucket.entries);
        }
    }

    /** All peers, those far away first. */
    public List<TableEntry> entries() {
        List<TableEntry> all = new ArrayList<>(size);
        takeDeeper(0, all);
        return all;
    }

    private Bucket bucketOf(KadKey key) {
        return buckets.get(Math.min(self.commonPrefix(key), buckets.size() - 1));
    }

    /** Newest first. */
    private static final class Bucket {
        private final ArrayList<TableEntry> entries = new ArrayList<>(4);

        /** Whether a newcomer that shares {@code prefix} bits has a place once this last bucket has been unfolded far enough. */
        private boolean unfoldsFor(KadKey self, int prefix) {
            return entries.stream().anyMatch(entry -> self.commonPrefix(entry.key()) != prefix);
        }
    }
}
