package dev.granary.libp2p.kad.lookup;

import dev.granary.libp2p.kad.keyspace.KadKey;
import dev.granary.libp2p.kad.wire.KadPeer;
import dev.granary.libp2p.multiformats.PeerId;
import java.util.ArrayList;
import java.util.Collection;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;

/**
 * Several walks towards one key, none of which asks a peer that another one has asked: a liar misleads the one path that
 * it is met on.
 */
public final class DisjointWalk implements Walk {
    private final KadKey target;
    private final LookupSettings settings;
    private final List<Lookup> paths = new ArrayList<>();
    private final Map<PeerId, Lookup> askedBy = new HashMap<>();
    private int turn;

    /** Walks from {@code seeds}, the nearest first, which are dealt out to {@code paths} paths. */
    public DisjointWalk(KadKey target, Collection<KadPeer> seeds, LookupSettings settings, int paths, long now) {
        this.target = target;
        this.settings = settings;
        Set<PeerId> claimed = new HashSet<>();
        List<List<KadPeer>> hands = new ArrayList<>();
        for (int path = 0; path < paths; path++) {
            hands.add(new ArrayList<>());
        }
        int next = 0;
        for (KadPeer seed : seeds) {
            hands.get(next++ % paths).add(seed);
        }
        for (List<KadPeer> hand : hands) {
            this.paths.add(new Lookup(target, hand, settings.sharedBy(paths), now, claimed));
        }
    }

    @Override
    public LookupStep next(long now, long patience) {
        long until = Long.MAX_VALUE;
        boolean waiting = false;
        for (int i = 0; i < paths.size(); i++) {
            Lookup path = paths.get((turn + i) % paths.size());
            switch (path.next(now, patience)) {
                case LookupStep.Ask ask -> {
                    turn = (turn + i + 1) % paths.size();
                    askedBy.put(ask.peer().id(), path);
                    return ask;
                }
                case LookupStep.Await(long when) -> {
                    until = !waiting || when - until < 0 ? when : until;
                    waiting = true;
                }
                case LookupStep.Finished() -> {
                    // the others go on
                }
            }
        }
        return waiting ? new LookupStep.Await(until) : new LookupStep.Finished();
    }

    @Override
    public void answered(PeerId peer, long group, List<KadPeer> closer) {
        Lookup path = askedBy.get(peer);
        if (path != null) {
            path.answered(peer, group, closer);
        }
    }

    @Override
    public void failed(PeerId peer) {
        Lookup path = askedBy.get(peer);
        if (path != null) {
            path.failed(peer);
        }
    }

    @Override
    public void stop() {
        paths.forEach(Lookup::stop);
    }

    @Override
    public List<KadPeer> nearestAnswered() {
        return paths.stream()
                .flatMap(path -> path.results().stream())
                .sorted((one, other) -> target.compareDistances(one.key(), other.key()))
                .limit(settings.results())
                .map(Candidate::peer)
                .toList();
    }

    @Override
    public List<KadPeer> nearestHeard() {
        Map<PeerId, KadPeer> all = new HashMap<>();
        paths.forEach(path -> path.nearestHeard().forEach(peer -> all.putIfAbsent(peer.id(), peer)));
        return all.values().stream()
                .sorted((one, other) -> target.compareDistances(KadKey.of(one.id()), KadKey.of(other.id())))
                .limit(settings.results())
                .toList();
    }

    @Override
    public int hops() {
        return paths.stream().mapToInt(Lookup::hops).max().orElse(0);
    }

    @Override
    public int asked() {
        return paths.stream().mapToInt(Lookup::asked).sum();
    }
}
